import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { makeProblem } from '../../ui/problem';
import { signInByPasskey } from './api';

interface Properties {
  readonly id: string;
  readonly onSignedIn: () => void;
  readonly onProblem: (problem: unknown) => void;
}

const isOffered = (): boolean => typeof window.PublicKeyCredential === 'function';

/** Signs in with a passkey; nothing where the browser knows none. */
export function PasskeyButton({ id, onSignedIn, onProblem }: Properties) {
  const { t } = useTranslation('interaction');
  const [isBusy, setBusy] = useState(false);

  async function use(): Promise<void> {
    setBusy(true);
    onProblem(undefined);
    try {
      const after = await signInByPasskey(id);
      if (after.next === 'redirect') location.assign(after.location);
      else onSignedIn();
    } catch (error) {
      onProblem(error instanceof ApiError ? error : makeProblem('passkey-not-used'));
      setBusy(false);
    }
  }

  if (!isOffered()) return null;
  return (
    <Button variant="default" size="md" loading={isBusy} fullWidth onClick={() => void use()}>
      {t('signIn.passkey')}
    </Button>
  );
}
