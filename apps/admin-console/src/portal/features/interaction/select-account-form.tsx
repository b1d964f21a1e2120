import { Alert, Avatar, Button, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { chooseAccount, type Interaction, signOut } from './api';
import classes from './select-account-form.module.css';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onChanged: () => void;
}

/** The application asks which account to go on with: the one that is signed in, or another. */
export function SelectAccountForm({ id, interaction, onChanged }: Properties) {
  const { application, user } = interaction;
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    document.title = `Choose an account · ${application.name}`;
  }, [application.name]);

  async function run(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.');
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
        <Title order={1} size="h2">
          Choose an account
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          to continue to <b>{application.name}</b>
        </Text>
      </div>
      {problem !== undefined && (
        <Alert color="red" variant="light" role="alert" title="That did not work">
          {problem}
        </Alert>
      )}
      <UnstyledButton className={classes.account} disabled={isBusy} onClick={() => void goOn()}>
        <Avatar name={user?.displayName ?? ''} color="initials" aria-hidden />
        <span className={classes.names}>
          <b>{user?.displayName}</b>
          <span className={classes.username}>{user?.username}</span>
        </span>
      </UnstyledButton>
      <Button variant="default" size="md" disabled={isBusy} onClick={() => void useAnother()}>
        Use another account
      </Button>
    </Stack>
  );
}
