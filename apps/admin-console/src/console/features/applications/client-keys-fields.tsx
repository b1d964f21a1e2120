import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { toFormProblems } from '../../../lib/form-problems';
import { createClientKey } from './api';
import type { AuthenticationDraft, AuthenticationText } from './authentication';
import { ForOperators } from '../../../components/ui/role';
import { SAMPLES } from './samples';

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
  const { t } = useTranslation('applications');
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
        <ForOperators>
          <Button variant="default" loading={isBusy} disabled={isDisabled} onClick={() => void generate()}>
            {t('authentication.generate')}
          </Button>
        </ForOperators>
        <Text size="xs" c="var(--quiet-text)" flex={1}>
          {t(isDisabled ? 'authentication.saveFirst' : 'authentication.generateHint')}
        </Text>
      </Group>
      {privateKey !== undefined && (
        <SecretDialog
          title={t('authentication.newKey')}
          kept="publicKey"
          fields={[{ label: t('authentication.privateKey'), value: privateKey }]}
          note={t('authentication.newKeyNote')}
          onClose={() => setPrivateKey(undefined)}
        />
      )}
    </div>
  );
}

/** What the client's signatures and certificates are verified with. */
export function ClientKeysFields({ value, onChange, problem }: FieldsProperties) {
  const { t } = useTranslation('applications');
  return (
    <Stack>
      <TextInput
        label={t('authentication.jwksUri')}
        description={t('authentication.jwksUriHint')}
        placeholder={SAMPLES.jwksUri}
        value={value.jwksUri}
        error={problem('jwksUri')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ jwksUri: event.currentTarget.value.trim() })}
      />
      <Textarea
        label={t('authentication.jwks')}
        description={t('authentication.jwksHint')}
        placeholder={SAMPLES.jwks}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={value.jwks}
        error={problem('jwks')}
        onChange={(event) => onChange({ jwks: event.currentTarget.value })}
      />
      <Textarea
        label={t('authentication.certificates')}
        description={t('authentication.certificatesHint')}
        placeholder={SAMPLES.certificates}
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
