import type { AuditEntry } from '@gatehouse/dto';
import { Anchor, Badge, Box, Button, Group, Menu, Paper, Table, Text } from '@mantine/core';
import { IconDownload, IconHistory, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDate, formatTime } from '../../../lib/format';
import { isOperator, useMe } from '../../../lib/me';
import { type AuditParameters, endpoints, pages } from '../../../lib/paths';
import { useEntries } from './api';
import classes from './audit.module.css';
import { Filters } from './filters';
import { type AuditFilter, useFilter } from './use-filter';
import { VerifyDialog } from './verify-dialog';
import { describeAction, describeActor, describeType, findBadge } from './words';

function EntryRow({ entry }: { readonly entry: AuditEntry }) {
  useTranslation('audit');
  const { number, at, actor, action, subject, result } = entry;
  const who = describeActor(actor);
  const badge = findBadge(result);
  return (
    <Table.Tr>
      <Table.Td>
        <time dateTime={at} className={classes.when}>
          {formatTime(at)}
          <Text span display="block" size="sm" c="var(--quiet-text)">
            {formatDate(at)}
          </Text>
        </time>
      </Table.Td>
      <Table.Td>
        {who.name}
        <Text size="sm" c="var(--quiet-text)">
          {who.kind}
        </Text>
      </Table.Td>
      <Table.Td data-title>
        <Group gap="xs" wrap="nowrap">
          <Anchor component={Link} to={pages.auditEntry(number)} fw={600}>
            {describeAction(action)}
          </Anchor>
          {badge !== undefined && (
            <Badge variant="light" color="red" tt="none">
              {badge}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        {subject.name ?? subject.id ?? '–'}
        <Text size="sm" c="var(--quiet-text)">
          {describeType(subject.type)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function ExportMenu({ filter }: { readonly filter: AuditParameters }) {
  const { t } = useTranslation('audit');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('export.label')}</Menu.Label>
        <Menu.Item component="a" href={endpoints.auditExport({ ...filter, format: 'csv' })} download>
          {t('export.csv')}
        </Menu.Item>
        <Menu.Item component="a" href={endpoints.auditExport({ ...filter, format: 'jsonl' })} download>
          {t('export.jsonl')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Paging({ filter, next }: { readonly filter: AuditFilter; readonly next: number | null }) {
  const { t } = useTranslation('audit');
  const { before, goToNewest, goToNewer, goToOlder } = filter;
  if (next === null && before === undefined) return null;
  return (
    <Group p="md" justify="center" role="group" aria-label={t('paging.label')}>
      <Button variant="default" disabled={before === undefined} onClick={goToNewest}>
        {t('paging.newest')}
      </Button>
      <Button variant="default" disabled={goToNewer === undefined} onClick={goToNewer}>
        {t('paging.newer')}
      </Button>
      <Button variant="default" disabled={next === null} onClick={() => next !== null && goToOlder(next)}>
        {t('paging.older')}
      </Button>
    </Group>
  );
}

function EntryTable({ items }: { readonly items: readonly AuditEntry[] }) {
  const { t } = useTranslation('audit');
  return (
    <ScrollTable label={t('title')} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('columns.when')}</Table.Th>
          <Table.Th>{t('columns.who')}</Table.Th>
          <Table.Th>{t('columns.what')}</Table.Th>
          <Table.Th>{t('columns.about')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((entry) => (
          <EntryRow key={entry.number} entry={entry} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** The filters stay where they are, whatever comes of them: they are the way out of what fails, too. */
function Entries({ filter }: { readonly filter: AuditFilter }) {
  const { t } = useTranslation('audit');
  const { data, isError, error, refetch } = useEntries(filter.filter, filter.before);
  if (data?.items.length === 0 && !filter.isFiltered && filter.before === undefined) {
    return (
      <EmptyState icon={IconHistory} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  return (
    <Paper withBorder>
      <Filters filter={filter} newest={data?.items[0]} />
      {isError ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Box p="md" pt={0}>
          <ListSkeleton />
        </Box>
      ) : data.items.length === 0 ? (
        <Text p="xl" ta="center" c="var(--quiet-text)" role="status">
          {t('noEntry')}
        </Text>
      ) : (
        <EntryTable items={data.items} />
      )}
      {data !== undefined && <Paging filter={filter} next={data.next} />}
    </Paper>
  );
}

/** Who did what. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const filter = useFilter();
  const [isVerifying, setVerifying] = useState(false);
  const me = useMe();
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <>
          {isOperator(me) && <ExportMenu filter={filter.filter} />}
          <Button leftSection={<IconShieldCheck size={18} aria-hidden />} onClick={() => setVerifying(true)}>
            {t('verifyButton')}
          </Button>
        </>
      }
    >
      <Entries filter={filter} />
      {isVerifying && <VerifyDialog onClose={() => setVerifying(false)} />}
    </Page>
  );
}
