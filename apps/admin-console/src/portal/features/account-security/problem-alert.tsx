import { Alert } from '@mantine/core';

export function ProblemAlert({ problem }: { readonly problem: string | undefined }) {
  if (problem === undefined) return null;
  return (
    <Alert color="red" variant="light" role="alert" title="That did not work">
      {problem}
    </Alert>
  );
}
