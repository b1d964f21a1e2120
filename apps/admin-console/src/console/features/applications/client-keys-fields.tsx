import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { toFormProblems } from '../../../lib/form-problems';
import { createClientKey } from './api';
import type { AuthenticationDraft, AuthenticationText } from './authentication';

export interface FieldsProperties {
  readonly value: AuthenticationText;
  readonly onChange: (part: AuthenticationDraft) => void;
  readonly problem: (field: string) => string | undefined;
}

interface KeyProperties {
  readonly applicationId: string;
  readonly clientId: string;
  /** While the key set is being changed: the new key would be lost in what is saved later. */
  readonly isDisabled: boolean;
}

/** Makes a key pair for the client, and shows the private key this once. */
export function GenerateKey({ applicationId, clientId, isDisabled }: KeyProperties) {
  const [privateKey, setPrivateKey] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function generate(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const { privateJwk } = await createClientKey(applicationId, clientId);
      setPrivateKey(JSON.stringify(privateJwk, null, 2));
    } catch (error) {
      setProblem(toFormProblems(error).summary);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div>
      {problem !== undefined && (
        <Alert color="red" variant="light" role="alert" mb="xs">
          {problem}
        </Alert>
      )}
      <Group gap="sm">
        <Button variant="default" loading={isBusy} disabled={isDisabled} onClick={() => void generate()}>
          Generate a key pair
        </Button>
        <Text size="xs" c="var(--quiet-text)" flex={1}>
          {isDisabled
            ? 'Save your change of the key set first.'
            : 'Adds the public key to the key set at once; you get the private key.'}
        </Text>
      </Group>
      {privateKey !== undefined && (
        <SecretDialog
          title="The new private key"
          kept="only the public key"
          fields={[{ label: 'Private key (JWK, ES256)', value: privateKey }]}
          note="The application signs with it. Nobody else may have it."
          onClose={() => setPrivateKey(undefined)}
        />
      )}
    </div>
  );
}

/** What the client's signatures and certificates are verified with. */
export function ClientKeysFields({ value, onChange, problem }: FieldsProperties) {
  return (
    <Stack>
      <TextInput
        label="Key set address"
        description="Where the application publishes its JWK Set. New keys there count without a change here."
        placeholder="https://app.example/jwks"
        value={value.jwksUri}
        error={problem('jwksUri')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ jwksUri: event.currentTarget.value.trim() })}
      />
      <Textarea
        label="Key set"
        description="Or the JWK Set itself, with public keys alone."
        placeholder='{"keys":[{"kty":"EC", …}]}'
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={value.jwks}
        error={problem('jwks')}
        onChange={(event) => onChange({ jwks: event.currentTarget.value })}
      />
      <Textarea
        label="Certificates"
        description="X.509 in PEM, one after the other."
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={value.certificates}
        error={problem('certificates')}
        onChange={(event) => onChange({ certificates: event.currentTarget.value })}
      />
    </Stack>
  );
}
