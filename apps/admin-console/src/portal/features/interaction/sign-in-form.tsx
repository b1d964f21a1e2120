import { Alert, Anchor, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { accountAccess } from '../../../lib/paths';
import { type Interaction, signIn } from './api';
import { IdentityProviders, LinkNotice, takeOutsideProblem } from './identity-providers';
import { PasskeyButton } from './passkey-button';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onSignedIn: () => void;
}

function getText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Username and password, and what can stand in their place. */
export function SignInForm({ id, interaction, onSignedIn }: Properties) {
  const [problem, setProblem] = useState<string | undefined>(takeOutsideProblem);
  const [isBusy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = `Sign in · ${interaction.application.name}`;
  }, [interaction.application.name]);

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      const after = await signIn(id, getText(form, 'username').trim(), getText(form, 'password'));
      if (after.next === 'redirect') location.assign(after.location);
      else onSignedIn();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.');
      setBusy(false);
      password.current?.select();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            Sign in
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            to continue to <b>{interaction.application.name}</b>
          </Text>
        </div>
        {interaction.link !== undefined && <LinkNotice link={interaction.link} />}
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert" title="Not signed in">
            {problem}
          </Alert>
        )}
        <TextInput
          label="Username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={200}
          defaultValue={interaction.loginHint ?? ''}
          autoFocus={interaction.loginHint === undefined}
          size="md"
        />
        <PasswordInput
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={1024}
          autoFocus={interaction.loginHint !== undefined}
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what you type', tabIndex: 0 }}
        />
        <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
          Sign in
        </Button>
        <PasskeyButton id={id} onSignedIn={onSignedIn} onProblem={setProblem} />
        <IdentityProviders id={id} providers={interaction.identityProviders} onProblem={setProblem} />
        <Group justify="space-between" gap="xs">
          <Anchor href={accountAccess.pages.forgotPassword} size="sm">
            Forgotten your password?
          </Anchor>
          {interaction.allowsSignUp && (
            <Anchor href={accountAccess.pages.signUp} size="sm">
              Create an account
            </Anchor>
          )}
        </Group>
      </Stack>
    </form>
  );
}
