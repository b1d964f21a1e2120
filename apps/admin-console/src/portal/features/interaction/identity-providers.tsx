import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { makeProblem } from '../../ui/problem';
import { beginOutside, type Interaction } from './api';

/** No words: what an address brings could be anybody's. */
const REQUEST_ID = /^[\w.:~-]{8,128}$/;

/** Why somebody came back from a provider without being signed in: a word in the address, taken out for the next reload. */
export function takeOutsideProblem(): unknown {
  const address = new URL(location.href);
  const { searchParams } = address;
  const word = searchParams.get('problem');
  if (word === null) return undefined;
  const requestId = REQUEST_ID.exec(searchParams.get('request') ?? '')?.[0];
  searchParams.delete('problem');
  searchParams.delete('request');
  history.replaceState(null, '', address);
  return makeProblem(`outside-${word}`, requestId);
}

/** Says that an account here has the address of whoever came from a provider, and how to link it. */
export function LinkNotice({ link }: { readonly link: NonNullable<Interaction['link']> }) {
  const { t } = useTranslation('interaction');
  return (
    <Alert color="blue" variant="light" title={t('link.title')}>
      <Text size="sm">
        <Trans
          t={t}
          i18nKey="link.detail"
          components={{ email: <b>{link.email}</b>, provider: <>{link.provider}</> }}
        />
      </Text>
    </Alert>
  );
}

interface Properties {
  readonly id: string;
  readonly providers: Interaction['identityProviders'];
  readonly onProblem: (problem: unknown) => void;
}

/** Signs in elsewhere; nothing where no provider is offered. */
export function IdentityProviders({ id, providers, onProblem }: Properties) {
  const { t } = useTranslation('interaction');
  const [busy, setBusy] = useState<string>();

  async function leave(slug: string): Promise<void> {
    setBusy(slug);
    onProblem(undefined);
    try {
      location.assign((await beginOutside(id, slug)).location);
    } catch (error) {
      onProblem(error);
      setBusy(undefined);
    }
  }

  if (providers.length === 0) return null;
  return (
    <Stack gap="sm">
      <Divider label={t('signIn.or')} />
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
          {t('signIn.with', { provider: name })}
        </Button>
      ))}
    </Stack>
  );
}
