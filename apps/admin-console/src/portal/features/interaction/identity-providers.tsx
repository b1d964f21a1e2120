import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { beginOutside, type Interaction } from './api';

/** Why somebody came back from a provider without being signed in. The address has the word, this file the text. */
const PROBLEMS: Readonly<Record<string, string>> = {
  refused:
    'You were not signed in: the other side says that you did not allow it. Try again, or sign in another way.',
  failed: 'The other side did not confirm who you are. Try again, or sign in another way.',
  unavailable: 'The other side cannot be reached right now. Try again in a moment, or sign in another way.',
  expired: 'That took too long, or was answered already. Try again.',
  'not-allowed': 'Accounts like yours cannot be used here. Sign in another way, or ask an operator.',
  'no-account': 'Nobody here belongs to that account yet. Ask an operator to add you.',
  disabled: 'Your account here has been disabled. Ask an operator.',
};

/** Takes the word out of the address, so that it is not shown again after a reload. */
export function takeOutsideProblem(): string | undefined {
  const address = new URL(location.href);
  const word = address.searchParams.get('problem');
  if (word === null) return undefined;
  address.searchParams.delete('problem');
  history.replaceState(null, '', address);
  return PROBLEMS[word];
}

/** Says that an account here has the address of whoever came from a provider, and how to link it. */
export function LinkNotice({ link }: { readonly link: NonNullable<Interaction['link']> }) {
  return (
    <Alert color="blue" variant="light" title="You have an account here already">
      <Text size="sm">
        Sign in to the account of <b>{link.email}</b> once more the way you did so far. After that,{' '}
        {link.provider} signs you in to it, too.
      </Text>
    </Alert>
  );
}

interface Properties {
  readonly id: string;
  readonly providers: Interaction['identityProviders'];
  readonly onProblem: (problem: string | undefined) => void;
}

/** Signs in elsewhere; nothing where no provider is offered. */
export function IdentityProviders({ id, providers, onProblem }: Properties) {
  const [busy, setBusy] = useState<string>();

  async function leave(slug: string): Promise<void> {
    setBusy(slug);
    onProblem(undefined);
    try {
      location.assign((await beginOutside(id, slug)).location);
    } catch (error) {
      onProblem(error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.');
      setBusy(undefined);
    }
  }

  if (providers.length === 0) return null;
  return (
    <Stack gap="sm">
      <Divider label="or" />
      {providers.map(({ slug, name }) => (
        <Button
          key={slug}
          variant="default"
          size="md"
          fullWidth
          loading={busy === slug}
          disabled={busy !== undefined && busy !== slug}
          onClick={() => void leave(slug)}
        >
          Continue with {name}
        </Button>
      ))}
    </Stack>
  );
}
