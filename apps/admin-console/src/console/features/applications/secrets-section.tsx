import type { ClientDetail } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Radio, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Section } from '../../../components/ui/page';
import { announceReceipt } from '../../../components/ui/receipt';
import { ForOperators } from '../../../components/ui/role';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { toFormProblems } from '../../../lib/form-problems';
import { formatDateTime } from '../../../lib/format';
import { deleteSecret, rotateSecret } from './api';
import { usesSecret } from './authentication';
import type { ClientSectionProperties } from './section';

const OVERLAPS = [
  { seconds: 86_400, name: 'day' },
  { seconds: 604_800, name: 'week' },
  { seconds: 0, name: 'none' },
] as const;

function RotateDialog(properties: {
  readonly onRotate: (overlapSeconds: number) => Promise<void>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['applications', 'ui']);
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
      title={t('secrets.rotateTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <Stack>
        <Radio.Group label={t('secrets.overlap')} value={overlap} onChange={setOverlap}>
          <Stack gap="xs" mt="xs">
            {OVERLAPS.map(({ seconds, name }) => (
              <Radio key={seconds} value={String(seconds)} label={t(`secrets.overlaps.${name}`)} />
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
            {t('ui:cancel')}
          </Button>
          <Button loading={isBusy} onClick={() => void rotate()}>
            {t('secrets.makeNew')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What becomes of the secrets, which depends on how the client authenticates. */
const hintOf = (method: ClientDetail['tokenEndpointAuthMethod']) =>
  !usesSecret(method) ? 'notUsed' : method === 'client_secret_jwt' ? 'sealed' : 'hashed';

/** The living secrets of a client: never shown, only made and ended. */
export function SecretsSection({ applicationId, client }: ClientSectionProperties) {
  const { t } = useTranslation(['applications', 'ui']);
  const [isRotating, setRotating] = useState(false);
  const [ending, setEnding] = useState<string>();
  const [secret, setSecret] = useState<string>();
  return (
    <Section
      title={t('clientPage.sections.secrets')}
      hint={t(`secrets.${hintOf(client.tokenEndpointAuthMethod)}`)}
    >
      <Stack>
        {client.secrets.length === 0 ? (
          <Alert color="orange" variant="light">
            {t('secrets.none')}
          </Alert>
        ) : (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('secrets.made')}</Table.Th>
                <Table.Th>{t('secrets.valid')}</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">{t('ui:actions')}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {client.secrets.map(({ id, createdAt, expiresAt }) => (
                <Table.Tr key={id}>
                  <Table.Td>{formatDateTime(createdAt)}</Table.Td>
                  <Table.Td>
                    {expiresAt === null
                      ? t('secrets.untilRotated')
                      : t('secrets.until', { date: formatDateTime(expiresAt) })}
                  </Table.Td>
                  <Table.Td ta="right">
                    <ForOperators>
                      <Button variant="subtle" color="red" size="xs" onClick={() => setEnding(id)}>
                        {t('secrets.endNow')}
                      </Button>
                    </ForOperators>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {usesSecret(client.tokenEndpointAuthMethod) && (
          <ForOperators>
            <Group>
              <Button variant="default" onClick={() => setRotating(true)}>
                {t('secrets.rotate')}
              </Button>
            </Group>
          </ForOperators>
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
          title={t('secrets.new')}
          kept={client.tokenEndpointAuthMethod === 'client_secret_jwt' ? 'sealed' : 'hash'}
          fields={[{ label: t('new.clientSecret'), value: secret }]}
          onClose={() => setSecret(undefined)}
        />
      )}
      {ending !== undefined && (
        <ConfirmDialog
          title={t('secrets.askEnd')}
          confirmLabel={t('secrets.endNow')}
          onConfirm={async () => {
            await deleteSecret(applicationId, client.clientId, ending);
            announceReceipt(t('secrets.ended'), { kind: 'client-secret', subjectId: ending });
          }}
          onClose={() => setEnding(undefined)}
        >
          <Text size="sm">{t('secrets.endDetail')}</Text>
        </ConfirmDialog>
      )}
    </Section>
  );
}
