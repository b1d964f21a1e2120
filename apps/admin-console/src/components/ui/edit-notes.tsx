import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { IconArrowsDiff, IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Editing } from '../../lib/use-editing';
import classes from './edit-notes.module.css';

/** A value of a form, for people to compare with another one. */
function describe(t: TFunction<'ui'>, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('edit.nothing');
  if (typeof value === 'boolean') return value ? t('edit.on') : t('edit.off');
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.length === 0 ? t('edit.nothing') : value.join(', ');
  return JSON.stringify(value, null, 1);
}

function Value({ value, label }: { readonly value: unknown; readonly label: string }) {
  const { t } = useTranslation('ui');
  return typeof value === 'string' && value.startsWith('data:image/') ? (
    <img src={value} alt={label} className={classes.picture} />
  ) : (
    describe(t, value)
  );
}

interface Properties<R, T extends object> {
  readonly editing: Editing<R, T>;
  /** What the fields are called in the form. */
  readonly labels: Readonly<Partial<Record<keyof T & string, string>>>;
}

function ConflictNote<R, T extends object>({ editing, labels }: Properties<R, T>) {
  const { t } = useTranslation('ui');
  const { conflicts, stored, value, takeTheirs, keepMine } = editing;
  return (
    <Alert color="orange" variant="light" role="alert" icon={<IconArrowsDiff aria-hidden />}>
      <Stack gap="sm">
        <div>
          <Text fw={600}>{t('edit.conflict.title')}</Text>
          <Text size="sm">{t('edit.conflict.detail')}</Text>
        </div>
        <Table className={classes.difference ?? ''} aria-label={t('edit.conflict.table')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('edit.conflict.field')}</Table.Th>
              <Table.Th>{t('edit.conflict.theirs')}</Table.Th>
              <Table.Th>{t('edit.conflict.mine')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {conflicts.map((field) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{labels[field] ?? field}</Table.Th>
                <Table.Td className={classes.value ?? ''}>
                  <Value value={stored[field]} label={labels[field] ?? field} />
                </Table.Td>
                <Table.Td className={classes.value ?? ''}>
                  <Value value={value[field]} label={labels[field] ?? field} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group gap="sm">
          <Button variant="default" size="xs" onClick={takeTheirs}>
            {t('edit.conflict.useTheirs')}
          </Button>
          <Button variant="default" size="xs" onClick={keepMine}>
            {t('edit.conflict.keepMine')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** What a form says of what was typed in it: that it is back after a reload, or that somebody else was faster. */
export function EditNotes<R, T extends object>(properties: Properties<R, T>) {
  const { t } = useTranslation('ui');
  const { conflicts, isRestored, isDirty, discard } = properties.editing;
  if (conflicts.length > 0) return <ConflictNote {...properties} />;
  if (!isRestored || !isDirty) return null;
  return (
    <Alert color="gray" variant="light" role="status" icon={<IconHistory aria-hidden />}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('edit.restored')}</Text>
        <Button variant="default" size="xs" onClick={discard}>
          {t('edit.discard')}
        </Button>
      </Group>
    </Alert>
  );
}
