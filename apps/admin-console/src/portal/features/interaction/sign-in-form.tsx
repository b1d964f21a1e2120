import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { accountAccess } from '../../../lib/portal-paths';
import { ProblemAlert } from '../../ui/problem';
import { useTitle } from '../../ui/use-title';
import { type Interaction, signIn } from './api';
import { IdentityProviders, LinkNotice, takeOutsideProblem } from './identity-providers';
import { PasskeyButton } from './passkey-button';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  /** With each key, and when a password manager fills the fields. */
  readonly onTyped: () => void;
  readonly onSignedIn: () => void;
}

function getText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Username and password, and what can stand in their place. */
export function SignInForm({ id, interaction, onTyped, onSignedIn }: Properties) {
  const { t } = useTranslation(['interaction', 'portal']);
  const { application } = interaction;
  const [problem, setProblem] = useState<unknown>(takeOutsideProblem);
  const [isBusy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  useTitle(t('portal:title', { page: t('signIn.title'), name: application.name }));

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
      setProblem(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} onInput={onTyped}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {t('signIn.title')}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            <Trans t={t} i18nKey="signIn.lead" components={{ application: <b>{application.name}</b> }} />
          </Text>
        </div>
        {interaction.link !== undefined && <LinkNotice link={interaction.link} />}
        <ProblemAlert error={problem} field={password} />
        <TextInput
          label={t('signIn.username')}
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
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={1024}
          autoFocus={interaction.loginHint !== undefined}
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('portal:showPassword'), tabIndex: 0 }}
        />
        <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
          {t('signIn.submit')}
        </Button>
        <PasskeyButton id={id} onSignedIn={onSignedIn} onProblem={setProblem} />
        <IdentityProviders id={id} providers={interaction.identityProviders} onProblem={setProblem} />
        <Group justify="space-between" gap="xs">
          <Anchor href={accountAccess.pages.forgotPassword} size="sm">
            {t('signIn.forgotten')}
          </Anchor>
          {interaction.allowsSignUp && (
            <Anchor href={accountAccess.pages.signUp} size="sm">
              {t('signIn.create')}
            </Anchor>
          )}
        </Group>
      </Stack>
    </form>
  );
}
