import { Button, Group, Stack, Text } from '@mantine/core';
import { type SecurityOverview, unlinkProvider } from './api';
import { ProblemAlert } from './problem-alert';
import { Section } from './section';
import { useChange } from './use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
}

/** With whom the person can sign in instead; nothing where there is nobody. */
export function ProvidersSection({ overview, onChanged }: Properties) {
  const change = useChange(onChanged);
  const { providers, isFresh } = overview;
  if (providers.length === 0) return null;
  return (
    <Section title="Linked sign-ins">
      <ProblemAlert problem={change.problem} />
      <Stack gap="xs" component="ul" m={0} p={0}>
        {providers.map(({ slug, name, canUnlink }) => (
          <Group key={slug} component="li" justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={600}>
                {name}
              </Text>
              {!canUnlink && (
                <Text size="xs" c="var(--quiet-text)">
                  Your account comes from there.
                </Text>
              )}
            </div>
            {canUnlink && (
              <Button
                variant="default"
                size="xs"
                disabled={change.isBusy || !isFresh}
                aria-label={`Unlink ${name}`}
                onClick={() => change.run(() => unlinkProvider(slug))}
              >
                Unlink
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
