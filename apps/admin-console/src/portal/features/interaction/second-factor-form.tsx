import { Alert, Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { enterCode, type Interaction } from './api';
import { PasskeyButton } from './passkey-button';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onSignedIn: () => void;
}

type Kind = 'totp' | 'recovery-code';

const WORDS: Readonly<Record<Kind, { readonly label: string; readonly lead: string }>> = {
  totp: { label: 'Code', lead: 'Enter the six digits that your authenticator app shows now.' },
  'recovery-code': {
    label: 'Recovery code',
    lead: 'Enter one of the recovery codes that you kept. Each counts once.',
  },
};

/** What comes after the password: a code, or a passkey. */
export function SecondFactorForm({ id, interaction, onSignedIn }: Properties) {
  const { application, secondFactors } = interaction;
  const [kind, setKind] = useState<Kind | undefined>(secondFactors?.totp === true ? 'totp' : undefined);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    document.title = `Confirm that it is you · ${application.name}`;
  }, [application.name]);

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    if (typeof code !== 'string' || kind === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const after = await enterCode(id, kind, code.trim());
      if (after.next === 'redirect') location.assign(after.location);
      else onSignedIn();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.');
      setBusy(false);
      // After too many tries the sign-in begins anew: the server knows which page it is now.
      if (error instanceof ApiError && error.status === 401) onSignedIn();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            Confirm that it is you
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {kind === undefined ? 'Your password was right. Now use your passkey.' : WORDS[kind].lead}
          </Text>
        </div>
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert" title="Not signed in">
            {problem}
          </Alert>
        )}
        {kind !== undefined && (
          <>
            <TextInput
              key={kind}
              label={WORDS[kind].label}
              name="code"
              autoComplete="one-time-code"
              inputMode={kind === 'totp' ? 'numeric' : 'text'}
              spellCheck={false}
              autoCapitalize="none"
              required
              withAsterisk={false}
              maxLength={40}
              autoFocus
              size="md"
            />
            <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
              Continue
            </Button>
          </>
        )}
        {secondFactors?.passkey === true && (
          <PasskeyButton id={id} onSignedIn={onSignedIn} onProblem={setProblem} />
        )}
        {kind !== 'totp' && secondFactors?.totp === true && (
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setKind('totp')}>
            Use the authenticator app
          </Anchor>
        )}
        {kind !== 'recovery-code' && secondFactors?.recoveryCode === true && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            onClick={() => setKind('recovery-code')}
          >
            Use a recovery code
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
