import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  beginTotp,
  confirmTotp,
  removeTotp,
  replaceRecoveryCodes,
  type SecurityOverview,
  type TotpSetupAnswer,
} from './api';
import { Actions } from '../../ui/actions';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { TotpSetup } from './totp-setup';
import { useChange } from '../../ui/use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
  readonly onCodes: (codes: readonly string[] | undefined) => void;
}

/** The authenticator app, and the codes for when it is lost. */
export function FactorsSection({ overview, onChanged, onCodes }: Properties) {
  const { t } = useTranslation('account-security');
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
    <Section title={t('factors.title')}>
      <ProblemAlert error={change.problem} />
      {setup === undefined ? (
        <Stack gap="sm">
          <Text size="sm">{t(overview.hasTotp ? 'factors.has' : 'factors.hasNot')}</Text>
          <Actions>
            <Button
              variant="default"
              disabled={!overview.isFresh}
              loading={change.isBusy}
              onClick={() => change.run(async () => setSetup(await beginTotp()))}
            >
              {t(overview.hasTotp ? 'factors.setUpAnother' : 'factors.setUp')}
            </Button>
            {overview.hasTotp && (
              <Button
                variant="subtle"
                color="red"
                disabled={!overview.isFresh || change.isBusy}
                onClick={() => change.run(removeTotp)}
              >
                {t('factors.removeApp')}
              </Button>
            )}
          </Actions>
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
          <Text size="sm">{t('factors.codesLeft', { count: overview.recoveryCodesLeft })}</Text>
          <Button
            variant="subtle"
            size="xs"
            disabled={!overview.isFresh || change.isBusy}
            onClick={() => change.run(async () => onCodes((await replaceRecoveryCodes()).recoveryCodes))}
          >
            {t('factors.newCodes')}
          </Button>
        </Group>
      )}
    </Section>
  );
}
