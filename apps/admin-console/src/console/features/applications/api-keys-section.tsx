import type { ApiKeyDetail } from '@gatehouse/dto';
import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Section } from '../../../components/ui/page';
import { announceReceipt } from '../../../components/ui/receipt';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { toFormProblems } from '../../../lib/form-problems';
import { formatDateTime } from '../../../lib/format';
import { createApiKey, deleteApiKey, updateApiKey, useApiKeys } from './access-api';
import { NewApiKeyDialog } from './new-api-key';

function stateOf({ enabled, expiresAt }: ApiKeyDetail): string {
  if (!enabled) return 'Disabled';
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'Ended' : 'Enabled';
}

async function setEnabled(apiKey: ApiKeyDetail, enabled: boolean): Promise<void> {
  try {
    await updateApiKey(apiKey, { enabled, version: apiKey.version });
    if (!enabled) announceReceipt('Disabled', { kind: 'api-key', subjectId: apiKey.id });
  } catch (error) {
    notifications.show({ color: 'red', message: toFormProblems(error).summary });
  }
}

async function remove(apiKey: ApiKeyDetail): Promise<void> {
  await deleteApiKey(apiKey);
  announceReceipt('Deleted', { kind: 'api-key', subjectId: apiKey.id });
}

function KeyRow({ apiKey, onDelete }: { readonly apiKey: ApiKeyDetail; readonly onDelete: () => void }) {
  const { name, hint, enabled, scopes, origins, expiresAt, lastUsedAt } = apiKey;
  const state = stateOf(apiKey);
  return (
    <Table.Tr>
      <Table.Td>
        {name}{' '}
        <Badge variant="light" color={state === 'Enabled' ? 'gate' : 'red'} component="span">
          {state}
        </Badge>
        <Text size="xs" c="var(--quiet-text)">
          <Code>{hint}…</Code>
        </Text>
      </Table.Td>
      <Table.Td>
        {scopes.length === 0 ? 'No scopes' : scopes.join(', ')}
        {origins.length > 0 && (
          <Text size="xs" c="var(--quiet-text)">
            from {origins.join(', ')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{expiresAt === null ? 'No end' : formatDateTime(expiresAt)}</Table.Td>
      <Table.Td>{lastUsedAt === null ? 'Never' : formatDateTime(lastUsedAt)}</Table.Td>
      <Table.Td ta="right">
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            variant="default"
            size="xs"
            aria-label={`${enabled ? 'Disable' : 'Enable'} ${name}`}
            onClick={() => void setEnabled(apiKey, !enabled)}
          >
            {enabled ? 'Disable' : 'Enable'}
          </Button>
          <Button variant="subtle" color="red" size="xs" aria-label={`Delete ${name}`} onClick={onDelete}>
            Delete
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function KeyTable({
  keys,
  onDelete,
}: {
  readonly keys: readonly ApiKeyDetail[];
  readonly onDelete: (key: ApiKeyDetail) => void;
}) {
  return (
    <ScrollTable label="API keys">
      <Table.Thead>
        <Table.Tr>
          {['Key', 'May do', 'Ends', 'Last used'].map((title) => (
            <Table.Th key={title}>{title}</Table.Th>
          ))}
          <Table.Th>
            <span className="visually-hidden">Actions</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((apiKey) => (
          <KeyRow key={apiKey.id} apiKey={apiKey} onDelete={() => onDelete(apiKey)} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** The API keys of an application: made, shown once, switched off and on, deleted. */
export function ApiKeysSection({ applicationId }: { readonly applicationId: string }) {
  const keys = useApiKeys(applicationId);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<string>();
  const [deleting, setDeleting] = useState<ApiKeyDetail>();
  return (
    <Section
      title="API keys"
      hint="For callers that cannot do OAuth, at the APIs that take them. Only hashes are kept."
    >
      <Stack>
        {keys.isPending && <ListSkeleton />}
        {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
        {keys.data?.items.length === 0 && <Text c="var(--quiet-text)">It has no API keys.</Text>}
        {keys.data !== undefined && keys.data.items.length > 0 && (
          <KeyTable keys={keys.data.items} onDelete={setDeleting} />
        )}
        <Group>
          <Button variant="default" onClick={() => setMaking(true)}>
            New API key
          </Button>
        </Group>
      </Stack>
      {isMaking && (
        <NewApiKeyDialog
          onClose={() => setMaking(false)}
          onCreate={async (input) => {
            const { key } = await createApiKey(applicationId, input);
            setMaking(false);
            setMade(key);
          }}
        />
      )}
      {made !== undefined && (
        <SecretDialog
          title="The new API key"
          kept="only a hash"
          fields={[{ label: 'API key', value: made }]}
          onClose={() => setMade(undefined)}
        />
      )}
      {deleting !== undefined && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          confirmLabel="Delete"
          onConfirm={() => remove(deleting)}
          onClose={() => setDeleting(undefined)}
        >
          Whoever still sends it is refused from the next request on.{' '}
          {deleting.lastUsedAt === null
            ? 'It was never used.'
            : `It was used last ${formatDateTime(deleting.lastUsedAt)}.`}
        </ConfirmDialog>
      )}
    </Section>
  );
}
