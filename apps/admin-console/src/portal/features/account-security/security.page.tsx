import { Alert, Anchor, Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { accountSecurity } from '../../../lib/paths';
import { getOverview, type SecurityOverview } from './api';
import { ApplicationsSection } from './applications-section';
import { FactorsSection } from './factors-section';
import { PasskeysSection } from './passkeys-section';
import { PasswordSection } from './password-section';
import { ProvidersSection } from './providers-section';
import { RecoveryCodes } from './recovery-codes';
import { SessionsSection } from './sessions-section';

type State =
  | { readonly name: 'loading' }
  | { readonly name: 'signed-out' }
  | { readonly name: 'failed'; readonly detail: string }
  | { readonly name: 'shown'; readonly overview: SecurityOverview };

function SignedOut() {
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          Your account
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          Sign in to change your password, set up an authenticator app or a passkey, and see where you are
          signed in and which applications you have allowed something.
        </Text>
      </div>
      <Button component="a" href={accountSecurity.signIn} size="md">
        Sign in
      </Button>
    </Stack>
  );
}

function Overview({ overview, onChanged }: { overview: SecurityOverview; onChanged: () => void }) {
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          Your account
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          {overview.user.displayName} ({overview.user.username})
        </Text>
      </div>
      {!overview.isFresh && (
        <Alert variant="light" title="Sign in again to change something">
          It has been a while since you signed in.{' '}
          <Anchor href={accountSecurity.signInAgain}>Show that it is still you</Anchor>
        </Alert>
      )}
      {codes !== undefined && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {!overview.isPasswordElsewhere && <PasswordSection overview={overview} onChanged={onChanged} />}
      <ProvidersSection overview={overview} onChanged={onChanged} />
      <FactorsSection overview={overview} onChanged={onChanged} onCodes={setCodes} />
      <PasskeysSection overview={overview} onChanged={onChanged} onCodes={setCodes} />
      <ApplicationsSection />
      <SessionsSection overview={overview} onChanged={onChanged} />
    </Stack>
  );
}

/** Where people look after how they sign in. */
export function SecurityPage() {
  const [state, setState] = useState<State>({ name: 'loading' });

  const load = useCallback(async () => {
    try {
      setState({ name: 'shown', overview: await getOverview() });
    } catch (error) {
      const isSignedOut = error instanceof ApiError && error.status === 401;
      const detail = error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.';
      setState(isSignedOut ? { name: 'signed-out' } : { name: 'failed', detail });
    }
  }, []);

  useEffect(() => {
    document.title = 'Your account';
    // The sign-in came back with a code that the page has no use for: the session is what counts.
    history.replaceState(null, '', accountSecurity.page);
    void load();
  }, [load]);

  switch (state.name) {
    case 'loading':
      return (
        <Center mih={260} role="status" aria-label="Loading">
          <Loader />
        </Center>
      );
    case 'signed-out':
      return <SignedOut />;
    case 'failed':
      return (
        <Stack>
          <Alert color="red" variant="light" role="alert" title="The page cannot be shown">
            {state.detail}
          </Alert>
          <Button onClick={() => void load()}>Try again</Button>
        </Stack>
      );
    case 'shown':
      return <Overview overview={state.overview} onChanged={() => void load()} />;
  }
}
