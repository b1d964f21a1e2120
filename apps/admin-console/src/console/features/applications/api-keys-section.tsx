import type { ApiKeyDetail, ApiKeyInput } from '@gatehouse/dto';
import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
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
import type { ApplicationSectionProperties } from './section';
import { ForOperators } from '../../../components/ui/role';

function stateOf({ enabled, expiresAt }: ApiKeyDetail): 'enabled' | 'disabled' | 'ended' {
  if (!enabled) return 'disabled';
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'ended' : 'enabled';
}

async function setEnabled(apiKey: ApiKeyDetail, enabled: boolean): Promise<void> {
  try {
    await updateApiKey(apiKey, { enabled, version: apiKey.version });
    if (!enabled)
      announceReceipt(i18next.t('applications:keys.states.disabled'), {
        kind: 'api-key',
        subjectId: apiKey.id,
      });
  } catch (error) {
    notifications.show({ color: 'red', message: toFormProblems(error).summary });
  }
}

async function remove(apiKey: ApiKeyDetail): Promise<void> {
  await deleteApiKey(apiKey);
  announceReceipt(i18next.t('applications:keys.deleted'), { kind: 'api-key', subjectId: apiKey.id });
}

interface RowProperties {
  readonly apiKey: ApiKeyDetail;
  readonly onChange: () => void;
  readonly onDelete: () => void;
}

function KeyRow({ apiKey, onChange, onDelete }: RowProperties) {
  const { t } = useTranslation('applications');
  const { name, hint, enabled, scopes, origins, expiresAt, lastUsedAt } = apiKey;
  const state = stateOf(apiKey);
  return (
    <Table.Tr>
      <Table.Td>
        {name}{' '}
        <Badge variant="light" color={state === 'enabled' ? 'gate' : 'red'} component="span">
          {t(`keys.states.${state}`)}
        </Badge>
        <Text size="xs" c="var(--quiet-text)">
          <Code>{hint}…</Code>
        </Text>
      </Table.Td>
      <Table.Td>
        {scopes.length === 0 ? t('keys.noScopes') : scopes.join(', ')}
        {origins.length > 0 && (
          <Text size="xs" c="var(--quiet-text)">
            {t('keys.from', { origins: origins.join(', ') })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{expiresAt === null ? t('keys.noEnd') : formatDateTime(expiresAt)}</Table.Td>
      <Table.Td>{lastUsedAt === null ? t('keys.never') : formatDateTime(lastUsedAt)}</Table.Td>
      <Table.Td ta="right">
        <ForOperators>
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            <Button variant="default" size="xs" aria-label={t('keys.changeOne', { name })} onClick={onChange}>
              {t('keys.change')}
            </Button>
            <Button
              variant="default"
              size="xs"
              aria-label={t(enabled ? 'keys.disableOne' : 'keys.enableOne', { name })}
              onClick={() => void setEnabled(apiKey, !enabled)}
            >
              {t(enabled ? 'state.disable' : 'state.enable')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              aria-label={t('keys.deleteOne', { name })}
              onClick={onDelete}
            >
              {t('state.delete')}
            </Button>
          </Group>
        </ForOperators>
      </Table.Td>
    </Table.Tr>
  );
}

interface TableProperties {
  readonly keys: readonly ApiKeyDetail[];
  readonly onChange: (key: ApiKeyDetail) => void;
  readonly onDelete: (key: ApiKeyDetail) => void;
}

const COLUMNS = ['key', 'mayDo', 'ends', 'lastUsed'] as const;

function KeyTable({ keys, onChange, onDelete }: TableProperties) {
  const { t } = useTranslation(['applications', 'ui']);
  return (
    <ScrollTable label={t('keys.label')}>
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map((column) => (
            <Table.Th key={column}>{t(`keys.${column}`)}</Table.Th>
          ))}
          <Table.Th>
            <span className="visually-hidden">{t('ui:actions')}</span>
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
  /** As they are stored, as far as is known. */
  readonly keys: readonly ApiKeyDetail[];
  readonly dialog: Dialog;
  readonly onDialog: (dialog: Dialog | undefined) => void;
}

function KeyDialog({ applicationId, keys, dialog, onDialog }: DialogProperties) {
  const { t } = useTranslation('applications');
  const close = (): void => onDialog(undefined);
  if (dialog.kind === 'new') {
    const create = async (input: ApiKeyInput): Promise<void> => {
      const { key } = await createApiKey(applicationId, input);
      onDialog({ kind: 'made', secret: key });
    };
    return <ApiKeyDialog applicationId={applicationId} onClose={close} onSave={create} />;
  }
  if (dialog.kind === 'made') {
    const fields = [{ label: t('keys.apiKey'), value: dialog.secret }];
    return <SecretDialog title={t('keys.made')} fields={fields} onClose={close} />;
  }
  const apiKey = keys.find(({ id }) => id === dialog.apiKey.id) ?? dialog.apiKey;
  if (dialog.kind === 'change') {
    const save = async (input: ApiKeyInput, before = apiKey): Promise<void> => {
      await updateApiKey(apiKey, { ...input, version: before.version });
      close();
    };
    return <ApiKeyDialog applicationId={applicationId} apiKey={apiKey} onClose={close} onSave={save} />;
  }
  return (
    <ConfirmDialog
      title={t('keys.askDelete', { name: apiKey.name })}
      confirmLabel={t('state.delete')}
      onConfirm={() => remove(apiKey)}
      onClose={close}
    >
      {apiKey.lastUsedAt === null
        ? t('keys.neverUsed')
        : t('keys.usedLast', { date: formatDateTime(apiKey.lastUsedAt) })}
    </ConfirmDialog>
  );
}

/** The API keys of an application: made, shown once, changed, switched off and on, deleted. */
export function ApiKeysSection({ application: { id: applicationId } }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const keys = useApiKeys(applicationId);
  const [dialog, setDialog] = useState<Dialog>();
  return (
    <Section title={t('sections.apiKeys')} hint={t('keys.hint')}>
      <Stack>
        {keys.isPending && <ListSkeleton />}
        {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
        {keys.data?.items.length === 0 && <Text c="var(--quiet-text)">{t('keys.none')}</Text>}
        {keys.data !== undefined && keys.data.items.length > 0 && (
          <KeyTable
            keys={keys.data.items}
            onChange={(apiKey) => setDialog({ kind: 'change', apiKey })}
            onDelete={(apiKey) => setDialog({ kind: 'delete', apiKey })}
          />
        )}
        <Group>
          <ForOperators>
            <Button variant="default" onClick={() => setDialog({ kind: 'new' })}>
              {t('keys.new')}
            </Button>
          </ForOperators>
        </Group>
      </Stack>
      {dialog !== undefined && (
        <KeyDialog
          applicationId={applicationId}
          keys={keys.data?.items ?? []}
          dialog={dialog}
          onDialog={setDialog}
        />
      )}
    </Section>
  );
}
