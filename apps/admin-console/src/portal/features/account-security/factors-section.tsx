import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import {
  beginTotp,
  confirmTotp,
  removeTotp,
  replaceRecoveryCodes,
  type SecurityOverview,
  type TotpSetupAnswer,
} from './api';
import { ProblemAlert } from './problem-alert';
import { Section } from './section';
import { TotpSetup } from './totp-setup';
import { useChange } from './use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
  readonly onCodes: (codes: readonly string[] | undefined) => void;
}

/** The authenticator app, and the codes for when it is lost. */
export function FactorsSection({ overview, onChanged, onCodes }: Properties) {
  const [setup, setSetup] = useState<TotpSetupAnswer>();
  const change = useChange(onChanged);
  const hasSecond = overview.hasTotp || overview.passkeys.length > 0;

  const confirm = (code: string): void =>
    change.run(async () => {
      const added = await confirmTotp(setup?.setup ?? '', code);
      setSetup(undefined);
      onCodes(added.recoveryCodes);
    });

  return (
    <Section title="Authenticator app">
      <ProblemAlert problem={change.problem} />
      {setup === undefined ? (
        <Stack gap="sm">
          <Text size="sm">
            {overview.hasTotp
              ? 'After your password you are asked for the code of your app.'
              : 'With an app on your phone, a stolen password alone opens nothing.'}
          </Text>
          <Group gap="xs">
            <Button
              variant="default"
              disabled={!overview.isFresh}
              loading={change.isBusy}
              onClick={() => change.run(async () => setSetup(await beginTotp()))}
            >
              {overview.hasTotp ? 'Set up another app' : 'Set up an app'}
            </Button>
            {overview.hasTotp && (
              <Button
                variant="subtle"
                color="red"
                disabled={!overview.isFresh || change.isBusy}
                onClick={() => change.run(removeTotp)}
              >
                Remove the app
              </Button>
            )}
          </Group>
        </Stack>
      ) : (
        <TotpSetup
          setup={setup}
          isBusy={change.isBusy}
          onConfirm={confirm}
          onCancel={() => setSetup(undefined)}
        />
      )}
      {hasSecond && overview.hasPassword && (
        <Group gap="xs">
          <Text size="sm">Recovery codes left: {overview.recoveryCodesLeft}</Text>
          <Button
            variant="subtle"
            size="xs"
            disabled={!overview.isFresh || change.isBusy}
            onClick={() => change.run(async () => onCodes((await replaceRecoveryCodes()).recoveryCodes))}
          >
            Make new ones
          </Button>
        </Group>
      )}
    </Section>
  );
}
