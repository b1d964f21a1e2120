import type { AuditEntry } from '@gatehouse/dto';
import { Table, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ListSkeleton } from '../../../components/ui/states';
import classes from './audit.module.css';
import { describeField, type Owner } from './field-words';
import { Thing } from './thing';
import { Value } from './value';
import { listParts } from './value-words';

/** "Clients › web-1" */
function Owners({ of }: { readonly of: readonly Owner[] }) {
  return (
    <Text size="sm" c="var(--quiet-text)" fw={400} className={classes.value ?? ''}>
      {of.map(({ text, kind }, index) => (
        // The way to a field: it has an order, and no step moves.
        <Fragment key={`${index} ${text}`}>
          {index > 0 && ' › '}
          {kind === undefined ? text : <Thing kind={kind} id={text} />}
        </Fragment>
      ))}
    </Text>
  );
}

function Change({
  change: { field, before, after },
  entry: { subject, isWithheld },
}: {
  readonly change: AuditEntry['changes'][number];
  readonly entry: AuditEntry;
}) {
  const words = describeField(subject.type, field);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {words.name}
        {words.of.length > 0 && <Owners of={words.of} />}
      </Table.Th>
      {!isWithheld && (
        <Table.Td>
          <Value value={before} of={words} />
        </Table.Td>
      )}
      {!isWithheld && (
        <Table.Td>
          <Value value={after} of={words} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** Each field that changed, before and after, in the words of the form where it is changed. */
export function ChangesTable({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const { ready } = useTranslation([...listParts(entry.subject.type)], { useSuspense: false });
  if (!ready) return <ListSkeleton />;
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
        {entry.changes.map((change) => (
          <Change key={change.field} change={change} entry={entry} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
