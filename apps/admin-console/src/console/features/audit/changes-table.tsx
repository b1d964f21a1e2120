import type { AuditEntry } from '@gatehouse/dto';
import { Code, Spoiler, Table, Text } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ScrollTable } from '../../../components/ui/scroll-table';
import classes from './audit.module.css';
import { describeField } from './words';

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const show = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? i18next.t(value ? 'audit:changes.yes' : 'audit:changes.no') : String(value);

/** A value as a person reads it; what is long is folded. */
function Value({ value }: { readonly value: unknown }) {
  const { t } = useTranslation('audit');
  if (value === undefined) return <Text c="var(--quiet-text)">–</Text>;
  if (isPlain(value) && String(value).length <= 200)
    return <span className={classes.value}>{show(value)}</span>;
  const lines = Array.isArray(value) && value.every(isPlain) ? value.map(show) : undefined;
  return (
    <Spoiler maxHeight={140} showLabel={t('changes.more')} hideLabel={t('changes.less')}>
      {lines !== undefined ? (
        <ul className={classes.values}>
          {lines.map((line) => (
            <li key={line} className={classes.value}>
              {line}
            </li>
          ))}
        </ul>
      ) : isPlain(value) ? (
        <span className={classes.value}>{show(value)}</span>
      ) : (
        <Code block>{JSON.stringify(value, undefined, 2)}</Code>
      )}
    </Spoiler>
  );
}

/** Each field that changed, before and after. */
export function ChangesTable({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  return (
    <ScrollTable label={t('changes.title')} className={classes.changes ?? ''} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('changes.field')}</Table.Th>
          {!entry.isWithheld && <Table.Th>{t('changes.before')}</Table.Th>}
          {!entry.isWithheld && <Table.Th>{t('changes.after')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entry.changes.map(({ field, before, after }) => {
          const { name, of } = describeField(field);
          return (
            <Table.Tr key={field}>
              <Table.Th scope="row">
                {name}
                {of !== '' && (
                  <Text size="sm" c="var(--quiet-text)" fw={400} className={classes.value}>
                    {of}
                  </Text>
                )}
              </Table.Th>
              {!entry.isWithheld && (
                <Table.Td>
                  <Value value={before} />
                </Table.Td>
              )}
              {!entry.isWithheld && (
                <Table.Td>
                  <Value value={after} />
                </Table.Td>
              )}
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </ScrollTable>
  );
}
