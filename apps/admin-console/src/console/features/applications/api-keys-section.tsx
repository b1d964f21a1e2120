import type { ApiKeyDetail, ApiKeyInput } from '@gatehouse/dto';
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
import { ApiKeyDialog } from './api-key-dialog';

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

interface RowProperties {
  readonly apiKey: ApiKeyDetail;
  readonly onChange: () => void;
  readonly onDelete: () => void;
}

function KeyRow({ apiKey, onChange, onDelete }: RowProperties) {
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
          <Button variant="default" size="xs" aria-label={`Change ${name}`} onClick={onChange}>
            Change
          </Button>
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

interface TableProperties {
  readonly keys: readonly ApiKeyDetail[];
  readonly onChange: (key: ApiKeyDetail) => void;
  readonly onDelete: (key: ApiKeyDetail) => void;
}

function KeyTable({ keys, onChange, onDelete }: TableProperties) {
  return (
    <ScrollTable label="List of API keys">
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
          <KeyRow
            key={apiKey.id}
            apiKey={apiKey}
            onChange={() => onChange(apiKey)}
            onDelete={() => onDelete(apiKey)}
          />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** What is asked or shown about a key. */
type Dialog =
  | { readonly kind: 'new' }
  | { readonly kind: 'made'; readonly secret: string }
  | { readonly kind: 'change' | 'delete'; readonly apiKey: ApiKeyDetail };

interface DialogProperties {
  readonly applicationId: string;
  readonly dialog: Dialog;
  readonly onDialog: (dialog: Dialog | undefined) => void;
}

function KeyDialog({ applicationId, dialog, onDialog }: DialogProperties) {
  const close = (): void => onDialog(undefined);
  if (dialog.kind === 'new') {
    const create = async (input: ApiKeyInput): Promise<void> => {
      const { key } = await createApiKey(applicationId, input);
      onDialog({ kind: 'made', secret: key });
    };
    return <ApiKeyDialog onClose={close} onSave={create} />;
  }
  if (dialog.kind === 'made') {
    const fields = [{ label: 'API key', value: dialog.secret }];
    return <SecretDialog title="The new API key" kept="only a hash" fields={fields} onClose={close} />;
  }
  const { apiKey } = dialog;
  if (dialog.kind === 'change') {
    const save = async (input: ApiKeyInput): Promise<void> => {
      await updateApiKey(apiKey, { ...input, version: apiKey.version });
      close();
    };
    return <ApiKeyDialog apiKey={apiKey} onClose={close} onSave={save} />;
  }
  return (
    <ConfirmDialog
      title={`Delete ${apiKey.name}?`}
      confirmLabel="Delete"
      onConfirm={() => remove(apiKey)}
      onClose={close}
    >
      Whoever still sends it is refused from the next request on.{' '}
      {apiKey.lastUsedAt === null
        ? 'It was never used.'
        : `It was used last ${formatDateTime(apiKey.lastUsedAt)}.`}
    </ConfirmDialog>
  );
}

/** The API keys of an application: made, shown once, changed, switched off and on, deleted. */
export function ApiKeysSection({ applicationId }: { readonly applicationId: string }) {
  const keys = useApiKeys(applicationId);
  const [dialog, setDialog] = useState<Dialog>();
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
          <KeyTable
            keys={keys.data.items}
            onChange={(apiKey) => setDialog({ kind: 'change', apiKey })}
            onDelete={(apiKey) => setDialog({ kind: 'delete', apiKey })}
          />
        )}
        <Group>
          <Button variant="default" onClick={() => setDialog({ kind: 'new' })}>
            New API key
          </Button>
        </Group>
      </Stack>
      {dialog !== undefined && (
        <KeyDialog applicationId={applicationId} dialog={dialog} onDialog={setDialog} />
      )}
    </Section>
  );
}
