import { Button, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { SignOutFacts } from '../../server-facts';

/** Any site can send people here: signing out is their own choice. */
export function SignOutPage({ facts }: { readonly facts: SignOutFacts }) {
  useEffect(() => {
    document.title = 'Sign out?';
  }, []);

  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          Sign out?
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          {facts.application === undefined ? 'You are' : `${facts.application} asks. You are`} signed in as{' '}
          <b>{facts.displayName}</b> ({facts.username}).
        </Text>
      </div>
      <Text size="sm">
        Signing out here also ends your sessions at the applications that you opened with it.
      </Text>
      <Button size="md" onClick={() => location.assign(facts.address)}>
        Sign out
      </Button>
      <Button size="md" variant="default" onClick={() => history.back()}>
        Stay signed in
      </Button>
    </Stack>
  );
}

/** After signing out, where no application waits. */
export function SignedOutPage() {
  useEffect(() => {
    document.title = 'Signed out';
  }, []);

  return (
    <Stack gap="xs">
      <Title order={1} size="h2">
        You are signed out
      </Title>
      <Text c="var(--quiet-text)">You can close this page.</Text>
    </Stack>
  );
}
