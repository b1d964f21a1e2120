import type { ProviderDetail, ProviderStatus } from '@gatehouse/dto';
import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CopyField } from '../../../components/ui/secret-dialog';
import { Section } from '../../../components/ui/page';
import { formatDateTime } from '../../../lib/format';
import { toFormProblems } from '../../../lib/form-problems';
import { connectProvider, testProvider } from './api';
import { ForOperators } from '../../../components/ui/role';

const COLORS: Readonly<Record<ProviderStatus['state'], string>> = {
  ready: 'gate',
  waiting: 'gray',
  'not-connected': 'orange',
  failing: 'red',
};

export function StateBadge({ status: { state } }: { readonly status: ProviderStatus }) {
  const { t } = useTranslation('providers');
  return (
    <Badge variant="light" color={COLORS[state]}>
      {t(`state.${state}`)}
    </Badge>
  );
}

/** How a connection ended that an operator made in the browser. */
const OUTCOMES = ['connected', 'expired', 'changed', 'refused'] as const;

function describeOutcome(said: string | null): string | undefined {
  const outcome = OUTCOMES.find((one) => one === said);
  return outcome && i18next.t(`providers:outcome.${outcome}`);
}

/** How it is with the access token, and what can be done about it. */
export function ProviderStatusSection({ provider }: { readonly provider: ProviderDetail }) {
  const { t } = useTranslation('providers');
  const [address] = useSearchParams();
  const [said, setSaid] = useState(describeOutcome(address.get('connection')));
  const [isBusy, setBusy] = useState(false);
  const { status } = provider;

  async function run(work: () => Promise<string | undefined>): Promise<void> {
    setBusy(true);
    try {
      setSaid(await work());
    } catch (error) {
      setSaid(toFormProblems(error).summary);
    } finally {
      setBusy(false);
    }
  }
  const test = (): Promise<void> => run(async () => (await testProvider(provider.id)).explanation);
  const connect = (): Promise<void> =>
    run(async () => {
      location.assign((await connectProvider(provider.id)).location);
      return undefined;
    });

  return (
    <Section title={t('status.title')} hint={t('status.hint')}>
      <Stack>
        <Group>
          <StateBadge status={status} />
          {status.expiresAt !== null && (
            <Text size="sm">{t('status.until', { time: formatDateTime(status.expiresAt) })}</Text>
          )}
        </Group>
        {status.error !== null && (
          <Alert color="red" variant="light" title={t('status.wrong')}>
            {status.error}
          </Alert>
        )}
        {said !== undefined && (
          <Text size="sm" role="status">
            {said}
          </Text>
        )}
        {provider.flow === 'authorization_code' && (
          <CopyField label={t('status.redirectUri')} value={provider.redirectUri} />
        )}
        <Group>
          <ForOperators>
            <Button variant="default" loading={isBusy} onClick={() => void test()}>
              {t('status.fetch')}
            </Button>
            {provider.flow === 'authorization_code' && (
              <Button loading={isBusy} onClick={() => void connect()}>
                {t('status.connect')}
              </Button>
            )}
          </ForOperators>
        </Group>
      </Stack>
    </Section>
  );
}
