import { Button } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { signInByPasskey } from './api';

interface Properties {
  readonly id: string;
  readonly onSignedIn: () => void;
  readonly onProblem: (problem: string | undefined) => void;
}

const isOffered = (): boolean => typeof window.PublicKeyCredential === 'function';

/** Signs in with a passkey; nothing where the browser knows none. */
export function PasskeyButton({ id, onSignedIn, onProblem }: Properties) {
  const [isBusy, setBusy] = useState(false);

  async function use(): Promise<void> {
    setBusy(true);
    onProblem(undefined);
    try {
      const after = await signInByPasskey(id);
      if (after.next === 'redirect') location.assign(after.location);
      else onSignedIn();
    } catch (error) {
      onProblem(
        error instanceof ApiError
          ? error.problem.detail
          : 'No passkey was used. Try again, or sign in another way.',
      );
      setBusy(false);
    }
  }

  if (!isOffered()) return null;
  return (
    <Button variant="default" size="md" loading={isBusy} fullWidth onClick={() => void use()}>
      Use a passkey
    </Button>
  );
}
