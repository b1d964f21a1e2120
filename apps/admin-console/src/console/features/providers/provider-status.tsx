import type { ProviderDetail, ProviderStatus } from '@gatehouse/dto';
import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { CopyField } from '../../../components/ui/secret-dialog';
import { Section } from '../../../components/ui/page';
import { toFormProblems } from '../../../lib/form-problems';
import { connectProvider, testProvider } from './api';

const STATES: Readonly<Record<ProviderStatus['state'], readonly [label: string, color: string]>> = {
  ready: ['Held', 'gate'],
  waiting: ['None needed yet', 'gray'],
  'not-connected': ['Not connected', 'orange'],
  failing: ['Failing', 'red'],
};

export function StateBadge({ status }: { readonly status: ProviderStatus }) {
  const [label, color] = STATES[status.state];
  return (
    <Badge variant="light" color={color}>
      {label}
    </Badge>
  );
}

/** How a connection ended that an operator made in the browser. */
const OUTCOMES: Readonly<Record<string, string>> = {
  connected: 'The provider is connected.',
  expired: 'This connection has expired, was used already, or was begun in another browser. Connect again.',
  changed: 'The provider was changed meanwhile. Connect again.',
  refused: 'The provider could not be connected. Below is what happened.',
};

const toTime = (moment: string): string => new Date(moment).toLocaleString();

/** How it is with the access token, and what can be done about it. */
export function ProviderStatusSection({ provider }: { readonly provider: ProviderDetail }) {
  const [address] = useSearchParams();
  const [said, setSaid] = useState(OUTCOMES[address.get('connection') ?? '']);
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
    <Section title="Access token" hint="The same for every node; renewed before it ends.">
      <Stack>
        <Group>
          <StateBadge status={status} />
          {status.expiresAt !== null && <Text size="sm">until {toTime(status.expiresAt)}</Text>}
        </Group>
        {status.error !== null && (
          <Alert color="red" variant="light" title="What went wrong last">
            {status.error}
          </Alert>
        )}
        {said !== undefined && (
          <Text size="sm" role="status">
            {said}
          </Text>
        )}
        {provider.flow === 'authorization_code' && (
          <CopyField label="Redirect URI to register at the provider" value={provider.redirectUri} />
        )}
        <Group>
          <Button variant="default" loading={isBusy} onClick={() => void test()}>
            Fetch one now
          </Button>
          {provider.flow === 'authorization_code' && (
            <Button loading={isBusy} onClick={() => void connect()}>
              Connect
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  );
}
