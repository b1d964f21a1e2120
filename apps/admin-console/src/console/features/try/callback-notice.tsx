import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toFormProblems } from '../../../lib/form-problems';
import { replaceRedirectUris } from './api';

interface Properties {
  readonly application: ApplicationDetail;
  readonly client: ClientDetail;
  readonly callbackUri: string;
}

/** Whether browsers may come back to this console for the client; added and removed with one click. */
export function CallbackNotice({ application, client, callbackUri }: Properties) {
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
      title={
        isRegistered ? 'This page’s address is a callback URL of the client' : 'One callback URL is missing'
      }
    >
      <Stack gap="xs">
        <Text size="sm">
          {isRegistered ? (
            <>
              Browsers may be sent back to <Code>{callbackUri}</Code> for this client. Remove it when you are
              done: the application itself does not need it.
            </>
          ) : (
            <>
              To see the answer here, the client needs <Code>{callbackUri}</Code> among its callback URLs. It
              stays there until you remove it, here or on the client’s page.
            </>
          )}
        </Text>
        <Group>
          <Button
            size="xs"
            variant={isRegistered ? 'default' : 'filled'}
            loading={isBusy}
            onClick={() => void replace(isRegistered ? others : [...client.redirectUris, callbackUri])}
          >
            {isRegistered ? 'Remove it from the client' : 'Add it to the client'}
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
