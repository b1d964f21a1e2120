import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { type AllowedApplication, getAllowedApplications, removeAuthorization } from './api';
import { ProblemAlert } from './problem-alert';
import { Section } from './section';
import { type Change, useChange } from './use-change';

const day = (text: string): string => new Date(text).toLocaleDateString();

function ApplicationRow({ application, change }: { application: AllowedApplication; change: Change }) {
  const [isAsking, setAsking] = useState(false);
  const { id, name, scopes, allowedAt } = application;
  return (
    <Stack component="li" gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="sm" c="var(--quiet-text)">
            {scopes.map(({ title }) => title).join(' · ')}
          </Text>
          <Text size="xs" c="var(--quiet-text)">
            Allowed on {day(allowedAt)}
          </Text>
        </div>
        {!isAsking && (
          <Button
            variant="default"
            size="xs"
            flex="none"
            aria-label={`Remove ${name}`}
            onClick={() => setAsking(true)}
          >
            Remove
          </Button>
        )}
      </Group>
      {isAsking && (
        <Group role="group" aria-label={`Remove ${name}?`} gap="xs">
          <Text size="sm" flex={1}>
            {name} can do none of this from now on.
          </Text>
          <Button size="xs" variant="default" onClick={() => setAsking(false)}>
            Keep
          </Button>
          <Button
            size="xs"
            color="red.9"
            loading={change.isBusy}
            autoFocus
            onClick={() => change.run(() => removeAuthorization(id))}
          >
            Remove
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What the person has allowed applications, to see and to take back. */
export function ApplicationsSection() {
  const [applications, setApplications] = useState<readonly AllowedApplication[]>();
  const [hasFailed, setFailed] = useState(false);
  const load = useCallback(async () => {
    setFailed(false);
    try {
      setApplications(await getAllowedApplications());
    } catch {
      setFailed(true);
    }
  }, []);
  const change = useChange(() => void load());
  useEffect(() => void load(), [load]);

  return (
    <Section title="Applications that you have allowed">
      <ProblemAlert problem={change.problem} />
      {hasFailed && (
        <Group justify="space-between">
          <Text size="sm">The list could not be loaded.</Text>
          <Button variant="default" size="xs" onClick={() => void load()}>
            Try again
          </Button>
        </Group>
      )}
      {applications === undefined && !hasFailed && <Skeleton height={48} />}
      {applications?.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          None yet. When you allow an application something, you can take it back here.
        </Text>
      )}
      {applications !== undefined && applications.length > 0 && (
        <Stack gap="md" component="ul" m={0} p={0}>
          {applications.map((application) => (
            <ApplicationRow key={application.id} application={application} change={change} />
          ))}
        </Stack>
      )}
    </Section>
  );
}
