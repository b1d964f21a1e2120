import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { LogoMark } from '../../../components/ui/logo';
import { endpoints } from '../../../lib/paths';
import classes from './sign-in.module.css';

const PROBLEMS: Readonly<Record<string, string>> = {
  'not-an-operator':
    'This account is not an operator of Gatehouse. Sign in with another one, or ask an admin.',
  'second-factor': 'Operators need a second factor here: an authenticator app or a passkey.',
  expired: 'Signing in took too long, or began in another browser. Please try again.',
  failed: 'Signing in did not work. Please try again; the log of Gatehouse says why.',
};

/** Where an operator begins. */
export function SignInPage() {
  const [address] = useSearchParams();
  const word = address.get('error') ?? '';
  const problem = PROBLEMS[word];
  useEffect(() => {
    document.title = 'Sign in · Gatehouse console';
  }, []);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Stack align="center" gap="md" ta="center">
          <LogoMark size={56} />
          <Title order={1} size="h2">
            Gatehouse console
          </Title>
          <Text c="var(--quiet-text)">
            Register applications, publish APIs, and see and withdraw what users have allowed.
          </Text>
          {problem !== undefined && (
            <Alert color="orange" variant="light" role="alert" ta="left">
              {problem}
              {word === 'second-factor' && (
                <>
                  {' '}
                  <Anchor href={endpoints.account} inherit underline="always">
                    Set one up on your account page
                  </Anchor>
                  , then sign in here again.
                </>
              )}
            </Alert>
          )}
          <Button component="a" href={endpoints.signIn(address.get('returnTo') ?? '/')} size="md" fullWidth>
            Sign in
          </Button>
        </Stack>
      </div>
    </main>
  );
}
