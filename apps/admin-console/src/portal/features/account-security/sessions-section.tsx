import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDateTime } from '../../../lib/format';
import { endOtherSessions, endSession, type OwnSession, type SecurityOverview } from './api';
import { Actions } from '../../ui/actions';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
}

interface RowProperties {
  readonly session: OwnSession;
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session, isBusy, onEnd }: RowProperties) {
  const { t } = useTranslation('account-security');
  const { browser, system, address, isCurrent, signedInAt, lastSeenAt } = session;
  const known = browser ?? t('sessions.unknown');
  const device = system === null ? known : t('sessions.device', { browser: known, system });
  const when = formatAgo(lastSeenAt);
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <Box miw={0}>
        <Text size="sm" fw={600}>
          {device}
        </Text>
        <Text size="sm" c="var(--quiet-text)">
          {t('sessions.since', { when: formatDateTime(signedInAt) })}
        </Text>
        <Text size="sm" c="var(--quiet-text)">
          {address === null ? t('sessions.seenSomewhere', { when }) : t('sessions.seen', { when, address })}
        </Text>
      </Box>
      {isCurrent ? (
        <Badge variant="light" flex="none">
          {t('sessions.current')}
        </Badge>
      ) : (
        <Button
          variant="default"
          size="xs"
          flex="none"
          disabled={isBusy}
          aria-label={t('sessions.endNamed', { device, when: formatDateTime(signedInAt) })}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  );
}

/** Where the person is signed in; this device first. */
export function SessionsSection({ overview, onChanged }: Properties) {
  const { t } = useTranslation('account-security');
  const change = useChange(onChanged);
  const sessions = overview.sessions.toSorted(
    (one, other) => Number(other.isCurrent) - Number(one.isCurrent),
  );
  return (
    <Section title={t('sessions.title')}>
      <ProblemAlert error={change.problem} />
      <Stack gap="md" component="ul" m={0} p={0}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isBusy={change.isBusy}
            onEnd={() => change.run(() => endSession(session.id))}
          />
        ))}
      </Stack>
      {sessions.length > 1 && (
        <Actions>
          <Button variant="default" disabled={change.isBusy} onClick={() => change.run(endOtherSessions)}>
            {t('sessions.endOthers')}
          </Button>
        </Actions>
      )}
    </Section>
  );
}
