import type { AuditEntry } from '@gatehouse/dto';
import { Anchor, Badge, Box, Button, Group, Menu, Paper, Table, Text } from '@mantine/core';
import { IconDownload, IconHistory, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
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
import { describeAction, describeActor, describeType, RESULTS } from './words';

function EntryRow({ entry }: { readonly entry: AuditEntry }) {
  const { number, at, actor, action, subject, result } = entry;
  const who = describeActor(actor);
  const badge = RESULTS[result];
  return (
    <Table.Tr>
      <Table.Td>
        <time dateTime={at} className={classes.when}>
          <Text span display="block">
            {formatTime(at)}
          </Text>
          <Text span size="sm" c="var(--quiet-text)">
            {formatDate(at)}
          </Text>
        </time>
      </Table.Td>
      <Table.Td>
        <Text span>{who.name}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {who.kind}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Anchor component={Link} to={pages.auditEntry(number)} fw={600}>
            {describeAction(action)}
          </Anchor>
          {badge !== undefined && (
            <Badge variant="light" color={badge.color} tt="none">
              {badge.label}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <Text span>{subject.name ?? subject.id ?? '–'}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {describeType(subject.type)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function ExportMenu({ filter }: { readonly filter: AuditParameters }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>The entries that the filters leave</Menu.Label>
        <Menu.Item component="a" href={endpoints.auditExport({ ...filter, format: 'csv' })} download>
          CSV, for a spreadsheet
        </Menu.Item>
        <Menu.Item component="a" href={endpoints.auditExport({ ...filter, format: 'jsonl' })} download>
          JSON Lines, which can be verified
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Paging({ filter, next }: { readonly filter: AuditFilter; readonly next: number | null }) {
  const { before, goToNewest, goToNewer, goToOlder } = filter;
  if (next === null && before === undefined) return null;
  return (
    <Group p="md" justify="center" role="group" aria-label="Pages">
      <Button variant="default" disabled={before === undefined} onClick={goToNewest}>
        Newest
      </Button>
      <Button variant="default" disabled={goToNewer === undefined} onClick={goToNewer}>
        Newer
      </Button>
      <Button variant="default" disabled={next === null} onClick={() => next !== null && goToOlder(next)}>
        Older
      </Button>
    </Group>
  );
}

function EntryTable({ items }: { readonly items: readonly AuditEntry[] }) {
  return (
    <ScrollTable label="Audit log" highlightOnHover miw={0} className={classes.entries}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>When</Table.Th>
          <Table.Th>Who</Table.Th>
          <Table.Th>What</Table.Th>
          <Table.Th>About</Table.Th>
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
  const { data, isError, error, refetch } = useEntries(filter.filter, filter.before);
  if (data?.items.length === 0 && !filter.isFiltered && filter.before === undefined) {
    return (
      <EmptyState icon={IconHistory} title="Nothing has been changed yet">
        Whatever operators, scripts and Gatehouse itself change from now on is written down here.
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
          No entry matches.
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
  const filter = useFilter();
  const [isVerifying, setVerifying] = useState(false);
  const me = useMe();
  return (
    <Page
      title="Audit log"
      description="Who changed what, when, and from where. Entries are added and never changed."
      actions={
        <>
          {isOperator(me) && <ExportMenu filter={filter.filter} />}
          <Button leftSection={<IconShieldCheck size={18} aria-hidden />} onClick={() => setVerifying(true)}>
            Verify
          </Button>
        </>
      }
    >
      <Entries filter={filter} />
      {isVerifying && <VerifyDialog onClose={() => setVerifying(false)} />}
    </Page>
  );
}
