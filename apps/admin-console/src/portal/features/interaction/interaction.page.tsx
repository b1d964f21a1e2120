import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { Loading } from '../../ui/loading';
import { makeProblem, ProblemNotice } from '../../ui/problem';
import { getInteraction, type Interaction } from './api';
import { SignInForm } from './sign-in-form';

type State =
  | { readonly name: 'loading' }
  | { readonly name: 'asking'; readonly interaction: Interaction }
  | { readonly name: 'failed'; readonly error: ApiError };

const loadConsent = () => import('./consent-form');

// Most people sign in first: what comes after that is fetched while they type.
const ConsentForm = lazy(async () => ({ default: (await loadConsent()).ConsentForm }));
const SecondFactorForm = lazy(async () => ({
  default: (await import('./second-factor-form')).SecondFactorForm,
}));
const SelectAccountForm = lazy(async () => ({
  default: (await import('./select-account-form')).SelectAccountForm,
}));

/** A hurry alone: where it fails, the page for consent asks for itself once it is due. */
const fetchAhead = (): void => void loadConsent().catch(() => undefined);

const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : makeProblem('unexpected');

function Asked({
  id,
  interaction,
  onChanged,
}: {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onChanged: () => void;
}) {
  switch (interaction.prompt) {
    case 'sign-in':
      return <SignInForm id={id} interaction={interaction} onTyped={fetchAhead} onSignedIn={onChanged} />;
    case 'second-factor':
      return <SecondFactorForm id={id} interaction={interaction} onSignedIn={onChanged} />;
    case 'select-account':
      return <SelectAccountForm id={id} interaction={interaction} onChanged={onChanged} />;
    case 'consent':
      return <ConsentForm id={id} interaction={interaction} onSignedOut={onChanged} />;
  }
}

/** Signing in and consenting: one interaction, the page that it is at. */
export function InteractionPage({ id }: { readonly id: string }) {
  const { i18n } = useTranslation();
  const [state, setState] = useState<State>({ name: 'loading' });

  const load = useCallback(async () => {
    try {
      setState({ name: 'asking', interaction: await getInteraction(id) });
    } catch (error) {
      setState({ name: 'failed', error: toApiError(error) });
    }
  }, [id]);

  // What the server says of scopes is in the page's language, too.
  useEffect(() => void load(), [load, i18n.language]);

  if (state.name === 'loading') return <Loading />;
  if (state.name === 'failed') {
    const canRetry = state.error.status === 0 || state.error.status >= 500;
    return <ProblemNotice error={state.error} onRetry={canRetry ? () => void load() : undefined} />;
  }
  return (
    <Suspense fallback={<Loading />}>
      <Asked id={id} interaction={state.interaction} onChanged={() => void load()} />
    </Suspense>
  );
}
