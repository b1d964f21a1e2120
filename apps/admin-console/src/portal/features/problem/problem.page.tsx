import { Code, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { PageProblem } from '../../server-facts';

/** An end that a person understands, with the ID that an operator can look up. */
export function ProblemPage({ problem }: { readonly problem: PageProblem }) {
  useEffect(() => {
    document.title = `${problem.title} · Gatehouse`;
  }, [problem.title]);
  return (
    <Stack gap="md" align="center" ta="center" role="alert">
      <ThemeIcon size={52} radius="xl" variant="light" color="orange">
        <IconAlertTriangle size={28} aria-hidden />
      </ThemeIcon>
      <Title order={1} size="h3">
        {problem.title}
      </Title>
      <Text c="var(--quiet-text)">{problem.detail}</Text>
      {problem.requestId !== undefined && (
        <Text size="xs" c="var(--quiet-text)">
          Request <Code>{problem.requestId}</Code>
        </Text>
      )}
    </Stack>
  );
}
