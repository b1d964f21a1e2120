import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import { sumCalls, useCalls } from './use';

interface Properties {
  readonly applicationId: string;
  /** Left out: all clients, and what has no client, such as API keys. */
  readonly clientId?: string;
  /** Authorizations of users that are in force. */
  readonly authorizations?: number;
}

/** For a text that counts. */
const many = (count: number) => ({ count, number: formatNumber(count) });

/** What would be hit by a switch-off or a deletion: who has allowed it, and how much it is used. */
export function Affected({ applicationId, clientId, authorizations }: Properties) {
  const { t } = useTranslation('applications');
  const calls = useCalls(applicationId, 24, 'client');
  const counted =
    calls.data === undefined
      ? undefined
      : sumCalls(calls.data.filter((item) => clientId === undefined || item.clientId === clientId));
  return (
    <List size="sm" my="xs">
      {authorizations !== undefined && <List.Item>{t('effects.inForce', many(authorizations))}</List.Item>}
      <List.Item>
        {calls.isPending
          ? t('effects.counting')
          : counted === undefined
            ? t('effects.notCounted')
            : counted === 0
              ? t('effects.noCalls')
              : t('effects.calls', many(counted))}
      </List.Item>
    </List>
  );
}
