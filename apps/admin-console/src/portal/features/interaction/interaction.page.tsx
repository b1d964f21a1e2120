import { Button, Center, Loader, Stack } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { ProblemNotice } from './problem-notice';
import { getInteraction, type Interaction } from './api';
import { ConsentForm } from './consent-form';
import { SecondFactorForm } from './second-factor-form';
import { SelectAccountForm } from './select-account-form';
import { SignInForm } from './sign-in-form';

type State =
  | { readonly name: 'loading' }
  | { readonly name: 'asking'; readonly interaction: Interaction }
  | { readonly name: 'failed'; readonly error: ApiError };

const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError({ title: 'Something went wrong', status: 0, detail: 'Reload the page and try again.' });

/** Signing in and consenting: one interaction, the page that it is at. */
export function InteractionPage({ id }: { readonly id: string }) {
  const [state, setState] = useState<State>({ name: 'loading' });

  const load = useCallback(async () => {
    try {
      setState({ name: 'asking', interaction: await getInteraction(id) });
    } catch (error) {
      setState({ name: 'failed', error: toApiError(error) });
    }
  }, [id]);

  useEffect(() => void load(), [load]);

  if (state.name === 'loading') {
    return (
      <Center mih={260} role="status" aria-label="Loading">
        <Loader />
      </Center>
    );
  }
  if (state.name === 'failed') {
    const canRetry = state.error.status === 0 || state.error.status >= 500;
    return (
      <Stack>
        <ProblemNotice error={state.error} />
        {canRetry && <Button onClick={() => void load()}>Try again</Button>}
      </Stack>
    );
  }
  const { interaction } = state;
  if (interaction.prompt === 'select-account')
    return <SelectAccountForm id={id} interaction={interaction} onChanged={() => void load()} />;
  if (interaction.prompt === 'second-factor')
    return <SecondFactorForm id={id} interaction={interaction} onSignedIn={() => void load()} />;
  return interaction.prompt === 'sign-in' ? (
    <SignInForm id={id} interaction={interaction} onSignedIn={() => void load()} />
  ) : (
    <ConsentForm id={id} interaction={interaction} onSignedOut={() => void load()} />
  );
}
