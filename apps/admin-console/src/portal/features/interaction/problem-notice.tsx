import { Stack, Text, Title } from '@mantine/core';
import type { ApiError } from '../../../lib/api-client';

/** Why an interaction cannot go on. */
export function ProblemNotice({ error }: { readonly error: ApiError }) {
  return (
    <Stack gap="xs" ta="center" role="alert">
      <Title order={1} size="h3">
        {error.problem.title}
      </Title>
      <Text c="var(--quiet-text)">{error.problem.detail}</Text>
    </Stack>
  );
}
