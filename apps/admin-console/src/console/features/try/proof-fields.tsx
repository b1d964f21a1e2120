import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Alert, Button, Group, PasswordInput, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
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
  const { t } = useTranslation('try');
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
          label={t('proof.secret')}
          flex="1 1 16rem"
          value={given.secret}
          autoComplete="off"
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('proof.showSecret') }}
        />
        {temporary === undefined ? (
          <Button variant="default" loading={isBusy} onClick={() => void make()}>
            {t('proof.make')}
          </Button>
        ) : (
          <Button variant="default" loading={isBusy} onClick={() => void end()}>
            {t('proof.end')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="var(--quiet-text)" role="status">
        {t(temporary === undefined ? 'proof.memory' : 'proof.made')}
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
  const { t } = useTranslation('try');
  const { client, given, onChange } = properties;
  switch (findProof(client)) {
    case 'secret':
      return <SecretField {...properties} />;
    case 'assertion':
      return (
        <Textarea
          label={t('proof.assertion')}
          description={t('proof.assertionHint')}
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
          {t('proof.certificate')}
        </Alert>
      );
    case 'none':
      return (
        <Text size="sm" c="var(--quiet-text)">
          {t('proof.none')}
        </Text>
      );
  }
}
