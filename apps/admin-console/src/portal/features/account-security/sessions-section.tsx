import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { endOtherSessions, endSession, type SecurityOverview } from './api';
import { ProblemAlert } from './problem-alert';
import { Section } from './section';
import { useChange } from './use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
}

const moment = (text: string): string => new Date(text).toLocaleString();

/** Where the person is signed in. */
export function SessionsSection({ overview, onChanged }: Properties) {
  const change = useChange(onChanged);
  const { sessions } = overview;
  return (
    <Section title="Where you are signed in">
      <ProblemAlert problem={change.problem} />
      <Stack gap="xs" component="ul" m={0} p={0}>
        {sessions.map(({ id, isCurrent, signedInAt }) => (
          <Group key={id} component="li" justify="space-between" wrap="nowrap">
            <Text size="sm">Signed in {moment(signedInAt)}</Text>
            {isCurrent ? (
              <Badge variant="light" flex="none">
                This one
              </Badge>
            ) : (
              <Button
                variant="subtle"
                size="xs"
                disabled={change.isBusy}
                aria-label={`End the session of ${moment(signedInAt)}`}
                onClick={() => change.run(() => endSession(id))}
              >
                End
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      {sessions.length > 1 && (
        <Button variant="default" disabled={change.isBusy} onClick={() => change.run(endOtherSessions)}>
          End all others
        </Button>
      )}
    </Section>
  );
}
