import { Avatar, Button, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem';
import read from '../../ui/read.module.css';
import { takeFocus } from '../../ui/take-focus';
import { useTitle } from '../../ui/use-title';
import { chooseAccount, type Interaction, signOut } from './api';
import classes from './select-account-form.module.css';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onChanged: () => void;
}

/** The application asks which account to go on with: the one that is signed in, or another. */
export function SelectAccountForm({ id, interaction, onChanged }: Properties) {
  const { t } = useTranslation(['interaction', 'portal']);
  const { application, user } = interaction;
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  useTitle(t('portal:title', { page: t('selectAccount.title'), name: application.name }));

  async function run(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  const goOn = (): Promise<void> =>
    run(async () => {
      const after = await chooseAccount(id);
      if (after.next === 'redirect') location.assign(after.location);
      else onChanged();
    });

  const useAnother = (): Promise<void> =>
    run(async () => {
      await signOut(id);
      onChanged();
    });

  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2" ref={takeFocus} tabIndex={-1} className={read.read}>
          {t('selectAccount.title')}
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          <Trans t={t} i18nKey="signIn.lead" components={{ application: <b>{application.name}</b> }} />
        </Text>
      </div>
      <ProblemAlert error={problem} />
      <UnstyledButton className={classes.account} disabled={isBusy} onClick={() => void goOn()}>
        <Avatar name={user?.displayName ?? ''} color="initials" aria-hidden />
        <span className={classes.names}>
          <b>{user?.displayName}</b>
          <span className={classes.username}>{user?.username}</span>
        </span>
      </UnstyledButton>
      <Button variant="default" size="md" disabled={isBusy} onClick={() => void useAnother()}>
        {t('selectAccount.another')}
      </Button>
    </Stack>
  );
}
