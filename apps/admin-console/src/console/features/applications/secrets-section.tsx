import type { ClientDetail } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Radio, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Section } from '../../../components/ui/page';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { toFormProblems } from '../../../lib/form-problems';
import { formatDateTime } from '../../../lib/format';
import { deleteSecret, rotateSecret } from './api';
import { usesSecret } from './authentication';

interface Properties {
  readonly applicationId: string;
  readonly client: ClientDetail;
}

const OVERLAPS = [
  { seconds: 86_400, label: 'For one day, while you change it in the application' },
  { seconds: 604_800, label: 'For one week' },
  { seconds: 0, label: 'Not at all: it has leaked' },
] as const;

function RotateDialog(properties: {
  readonly onRotate: (overlapSeconds: number) => Promise<void>;
  readonly onClose: () => void;
}) {
  const [overlap, setOverlap] = useState('86400');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function rotate(): Promise<void> {
    setBusy(true);
    try {
      await properties.onRotate(Number(overlap));
    } catch (error) {
      setProblem(toFormProblems(error).summary);
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={properties.onClose}
      title="Rotate the secret"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Radio.Group
          label="How long does the present secret stay valid?"
          value={overlap}
          onChange={setOverlap}
        >
          <Stack gap="xs" mt="xs">
            {OVERLAPS.map(({ seconds, label }) => (
              <Radio key={seconds} value={String(seconds)} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={properties.onClose}>
            Cancel
          </Button>
          <Button loading={isBusy} onClick={() => void rotate()}>
            Make a new secret
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What becomes of the secrets, which depends on how the client authenticates. */
function hintOf(method: ClientDetail['tokenEndpointAuthMethod']): string {
  if (!usesSecret(method))
    return 'Not used with its present method. They count again when it goes back to one with a secret.';
  const kept =
    method === 'client_secret_jwt' ? 'Kept sealed, as it signs with them.' : 'Only hashes are kept.';
  return `${kept} Two can live at once, so that a rotation needs no pause.`;
}

/** The living secrets of a client: never shown, only made and ended. */
export function SecretsSection({ applicationId, client }: Properties) {
  const [isRotating, setRotating] = useState(false);
  const [ending, setEnding] = useState<string>();
  const [secret, setSecret] = useState<string>();
  return (
    <Section title="Secrets" hint={hintOf(client.tokenEndpointAuthMethod)}>
      <Stack>
        {client.secrets.length === 0 ? (
          <Alert color="orange" variant="light">
            This client has no secret and cannot authenticate. Make one.
          </Alert>
        ) : (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Made</Table.Th>
                <Table.Th>Valid</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">Actions</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {client.secrets.map(({ id, createdAt, expiresAt }) => (
                <Table.Tr key={id}>
                  <Table.Td>{formatDateTime(createdAt)}</Table.Td>
                  <Table.Td>
                    {expiresAt === null ? 'until rotated' : `until ${formatDateTime(expiresAt)}`}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button variant="subtle" color="red" size="xs" onClick={() => setEnding(id)}>
                      End now
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {usesSecret(client.tokenEndpointAuthMethod) && (
          <Group>
            <Button variant="default" onClick={() => setRotating(true)}>
              Rotate secret
            </Button>
          </Group>
        )}
      </Stack>
      {isRotating && (
        <RotateDialog
          onClose={() => setRotating(false)}
          onRotate={async (overlapSeconds) => {
            const created = await rotateSecret(applicationId, client.clientId, overlapSeconds);
            setRotating(false);
            setSecret(created.clientSecret);
          }}
        />
      )}
      {secret !== undefined && (
        <SecretDialog
          title="The new secret"
          kept={client.tokenEndpointAuthMethod === 'client_secret_jwt' ? 'only a sealed copy' : 'only a hash'}
          fields={[{ label: 'Client secret', value: secret }]}
          onClose={() => setSecret(undefined)}
        />
      )}
      {ending !== undefined && (
        <ConfirmDialog
          title="End this secret?"
          confirmLabel="End now"
          onConfirm={() => deleteSecret(applicationId, client.clientId, ending)}
          onClose={() => setEnding(undefined)}
        >
          <Text size="sm">Whoever still uses it is refused from the next request on.</Text>
        </ConfirmDialog>
      )}
    </Section>
  );
}
