import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { toFormProblems } from '../../../lib/form-problems';
import { replaceRedirectUris } from './api';

interface Properties {
  readonly application: ApplicationDetail;
  readonly client: ClientDetail;
  readonly callbackUri: string;
}

/** Whether browsers may come back to this console for the client; added and removed with one click. */
export function CallbackNotice({ application, client, callbackUri }: Properties) {
  const { t } = useTranslation('try');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isRegistered = client.redirectUris.includes(callbackUri);

  async function replace(redirectUris: readonly string[]): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await replaceRedirectUris(application.id, client, redirectUris);
    } catch (error) {
      const { summary, fields } = toFormProblems(error);
      setProblem([summary, ...Object.values(fields)].join(' '));
    } finally {
      setBusy(false);
    }
  }

  const others = client.redirectUris.filter((uri) => uri !== callbackUri);
  return (
    <Alert
      color={isRegistered ? 'blue' : 'orange'}
      variant="light"
      title={t(isRegistered ? 'callback.registered' : 'callback.missing')}
    >
      <Stack gap="xs">
        <Text size="sm">
          <Trans
            t={t}
            i18nKey={isRegistered ? 'callback.registeredText' : 'callback.missingText'}
            components={{ uri: <Code>{callbackUri}</Code> }}
          />
        </Text>
        <Group>
          <Button
            size="xs"
            variant={isRegistered ? 'default' : 'filled'}
            loading={isBusy}
            onClick={() => void replace(isRegistered ? others : [...client.redirectUris, callbackUri])}
          >
            {t(isRegistered ? 'callback.remove' : 'callback.add')}
          </Button>
        </Group>
        {problem !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {problem}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
