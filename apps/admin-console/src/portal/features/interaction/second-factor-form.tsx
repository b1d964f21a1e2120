import { Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { ProblemAlert } from '../../ui/problem';
import read from '../../ui/read.module.css';
import { takeFocus } from '../../ui/take-focus';
import { useTitle } from '../../ui/use-title';
import { enterCode, type Interaction } from './api';
import { PasskeyButton } from './passkey-button';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onSignedIn: () => void;
}

type Kind = 'totp' | 'recovery-code';

const WORDS = {
  totp: { label: 'secondFactor.totpLabel', lead: 'secondFactor.totpLead' },
  'recovery-code': { label: 'secondFactor.recoveryLabel', lead: 'secondFactor.recoveryLead' },
} as const;

/** Where no field takes the focus: the button for the password had it, and is gone. */
const HEARD_FIRST = { ref: takeFocus, tabIndex: -1 } as const;

/** What comes after the password: a code, or a passkey. */
export function SecondFactorForm({ id, interaction, onSignedIn }: Properties) {
  const { t } = useTranslation(['interaction', 'portal']);
  const { application, secondFactors } = interaction;
  const [kind, setKind] = useState<Kind | undefined>(secondFactors?.totp === true ? 'totp' : undefined);
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const code = useRef<HTMLInputElement>(null);

  useTitle(t('portal:title', { page: t('secondFactor.title'), name: application.name }));

  /** What was wrong with the other is not wrong with this one. */
  function turnTo(other: Kind): void {
    setKind(other);
    setProblem(undefined);
  }

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('code');
    if (typeof typed !== 'string' || kind === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const after = await enterCode(id, kind, typed.trim());
      if (after.next === 'redirect') location.assign(after.location);
      else onSignedIn();
    } catch (error) {
      setProblem(error);
      setBusy(false);
      // After too many tries the sign-in begins anew: the server knows which page it is now.
      if (error instanceof ApiError && error.status === 401) onSignedIn();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2" className={read.read} {...(kind === undefined && HEARD_FIRST)}>
            {t('secondFactor.title')}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {t(kind === undefined ? 'secondFactor.passkeyLead' : WORDS[kind].lead)}
          </Text>
        </div>
        <ProblemAlert error={problem} field={code} />
        {kind !== undefined && (
          <>
            <TextInput
              key={kind}
              ref={code}
              label={t(WORDS[kind].label)}
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
              {t('secondFactor.submit')}
            </Button>
          </>
        )}
        {secondFactors?.passkey === true && (
          <PasskeyButton id={id} onSignedIn={onSignedIn} onProblem={setProblem} />
        )}
        {kind !== 'totp' && secondFactors?.totp === true && (
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => turnTo('totp')}>
            {t('secondFactor.useTotp')}
          </Anchor>
        )}
        {kind !== 'recovery-code' && secondFactors?.recoveryCode === true && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            onClick={() => turnTo('recovery-code')}
          >
            {t('secondFactor.useRecovery')}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
