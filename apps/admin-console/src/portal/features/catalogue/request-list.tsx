import type { FetchedSecret, OwnRegistrationRequest } from '@gatehouse/dto';
import { Alert, Badge, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../../lib/format';
import { ProblemAlert } from '../../ui/problem';
import { fetchSecret } from './api';
import classes from './catalogue.module.css';

const COLORS = { waiting: 'blue', approved: 'gate', declined: 'red' } as const;

/** A text to be copied, with its name. */
function Shown({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <Code block className={classes.copied} tabIndex={0} role="group" aria-label={label}>
        {value}
      </Code>
    </div>
  );
}

function Secret({ request }: { readonly request: OwnRegistrationRequest }) {
  const { t } = useTranslation('catalogue');
  const [fetched, setFetched] = useState<FetchedSecret>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  if (request.secret === 'none') return null;
  if (fetched !== undefined) {
    return (
      <Stack gap="xs">
        <Shown label={t('request.secret')} value={fetched.clientSecret} />
        <Alert color="orange" variant="light">
          {t('request.copyNow')}
        </Alert>
      </Stack>
    );
  }
  if (request.secret === 'fetched') {
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('request.fetched')}
      </Text>
    );
  }

  async function show(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      setFetched(await fetchSecret(request.id));
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="xs" align="flex-start">
      <ProblemAlert error={error} />
      <Button variant="default" loading={isBusy} onClick={() => void show()}>
        {t('request.show')}
      </Button>
    </Stack>
  );
}

function Outcome({ request }: { readonly request: OwnRegistrationRequest }) {
  const { t } = useTranslation('catalogue');
  const { state, reason, clientId } = request;
  if (state === 'declined') return <Text size="sm">{reason}</Text>;
  if (state === 'waiting' || clientId === null)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {state === 'waiting' ? t('request.waits') : t('request.deleted')}
      </Text>
    );
  return (
    <Stack gap="sm">
      <Shown label={t('request.clientId')} value={clientId} />
      <Secret request={request} />
    </Stack>
  );
}

/** What somebody has asked for, and what became of it. */
export function RequestList({ requests }: { readonly requests: readonly OwnRegistrationRequest[] }) {
  const { t } = useTranslation('catalogue');
  if (requests.length === 0) return null;
  return (
    <section aria-label={t('request.yours')}>
      <Title order={2} size="h4" mb="sm">
        {t('request.yours')}
      </Title>
      <ul className={classes.list}>
        {requests.map((request) => (
          <li key={request.id} className={classes.request}>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <div className={classes.address}>
                <Text fw={600}>{request.name}</Text>
                <Text size="sm" c="var(--quiet-text)">
                  {t('request.asked', { date: formatDate(request.createdAt) })}
                </Text>
              </div>
              <Badge variant="light" color={COLORS[request.state]} className={classes.state}>
                {t(`request.states.${request.state}`)}
              </Badge>
            </Group>
            <Outcome request={request} />
          </li>
        ))}
      </ul>
    </section>
  );
}
