import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Alert, Button, Group, PasswordInput, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { toFormProblems } from '../../../lib/form-problems';
import { endSecret, makeTemporarySecret } from './api';
import { findProof } from './flows/client-authentication';
import type { Given } from './use-trial';

interface Properties {
  readonly application: ApplicationDetail;
  readonly client: ClientDetail;
  readonly given: Given;
  readonly onChange: (change: Partial<Given>) => void;
}

function SecretField({ application, client, given, onChange }: Properties) {
  const [temporary, setTemporary] = useState<{ readonly id: string; readonly secret: string }>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function attempt(act: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(toFormProblems(error).summary);
    } finally {
      setBusy(false);
    }
  }

  const make = (): Promise<void> =>
    attempt(async () => {
      const { id, clientSecret } = await makeTemporarySecret(application.id, client.clientId);
      setTemporary({ id, secret: clientSecret });
      onChange({ secret: clientSecret });
    });
  const end = (): Promise<void> =>
    attempt(async () => {
      if (temporary === undefined) return;
      await endSecret(application.id, client.clientId, temporary.id);
      setTemporary(undefined);
      onChange({ secret: '' });
    });

  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm">
        <PasswordInput
          label="Client secret"
          flex="1 1 16rem"
          value={given.secret}
          autoComplete="off"
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the client secret' }}
        />
        {temporary === undefined ? (
          <Button variant="default" loading={isBusy} onClick={() => void make()}>
            Make a temporary secret
          </Button>
        ) : (
          <Button variant="default" loading={isBusy} onClick={() => void end()}>
            End the temporary secret
          </Button>
        )}
      </Group>
      <Text size="sm" c="var(--quiet-text)" role="status">
        {temporary === undefined
          ? 'It stays in this page’s memory alone, and is gone when you leave it. A temporary one ends after 10 minutes; the application’s own is not touched.'
          : 'A temporary secret is filled in. It ends after 10 minutes, or when you end it; the application’s own is not touched.'}
      </Text>
      {problem !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
    </Stack>
  );
}

/** What the client proves itself with. */
export function ProofFields(properties: Properties) {
  const { client, given, onChange } = properties;
  switch (findProof(client)) {
    case 'secret':
      return <SecretField {...properties} />;
    case 'assertion':
      return (
        <Textarea
          label="Client assertion"
          description="A JWT that the client’s key has signed (RFC 7523 §3): iss and sub are the client ID, aud is the issuer. Each counts once, so every step needs a new one."
          value={given.assertion}
          autosize
          minRows={3}
          autoComplete="off"
          onChange={(event) => onChange({ assertion: event.currentTarget.value.trim() })}
        />
      );
    case 'certificate':
      return (
        <Alert color="orange" variant="light">
          This client proves itself with a TLS certificate, whose key this page does not have. The requests
          are shown and cannot be run; the code does it from your machine.
        </Alert>
      );
    case 'none':
      return (
        <Text size="sm" c="var(--quiet-text)">
          A public client: it sends its client ID, and has no secret.
        </Text>
      );
  }
}
