import type { ErrorAnswer } from '@gatehouse/dto';
import { Anchor, Box, Button, Group, Paper, Table, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Page } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDate, formatTime } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useErrors } from './api';
import { ErrorFilters } from './error-filters';
import classes from './traffic.module.css';
import { RequestIdSearch } from './traffic-filters';
import { type ErrorFilter, useErrorFilter } from './use-error-filter';

const COLUMNS = ['when', 'error', 'endpoint', 'application'] as const;

function Whose({ error: { application, clientId, isClientKnown, user } }: { readonly error: ErrorAnswer }) {
  const { t } = useTranslation('traffic');
  return (
    <>
      {application?.name ??
        (clientId === null
          ? t('errors.noClient')
          : isClientKnown
            ? clientId
            : t('errors.unknownClient', { client: clientId }))}
      {user !== null && (
        <Text size="sm" c="var(--quiet-text)">
          {t('errors.forUser', { name: user.name ?? user.id })}
        </Text>
      )}
    </>
  );
}

function ErrorRow({ error }: { readonly error: ErrorAnswer }) {
  const { search } = useLocation();
  return (
    <Table.Tr>
      <Table.Td>
        <time dateTime={error.at} className={classes.time}>
          {formatTime(error.at)}
          <Text span display="block" size="sm" c="var(--quiet-text)">
            {formatDate(error.at)}
          </Text>
        </time>
      </Table.Td>
      <Table.Td data-title className={classes.call ?? ''}>
        <Anchor component={Link} to={pages.call(error.requestId)} state={{ errors: search }} fw={600}>
          {error.error}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)" lang="en" lineClamp={2}>
          {error.description}
        </Text>
      </Table.Td>
      <Table.Td>
        <span className={classes.path}>
          <CallStatus status={error.status} /> {error.endpoint}
        </span>
      </Table.Td>
      <Table.Td className={classes.named ?? ''}>
        <Whose error={error} />
      </Table.Td>
    </Table.Tr>
  );
}

function ErrorTable({ items }: { readonly items: readonly ErrorAnswer[] }) {
  const { t } = useTranslation('traffic');
  return (
    <ScrollTable label={t('errors.title')} highlightOnHover miw={820}>
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map((column) => (
            <Table.Th key={column}>{t(`errors.columns.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((error) => (
          <ErrorRow key={error.id} error={error} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Paging({ filter, next }: { readonly filter: ErrorFilter; readonly next: string | null }) {
  const { t } = useTranslation('traffic');
  const { after, goToNewest, goToNewer, goToOlder } = filter;
  if (next === null && after === undefined) return null;
  return (
    <Group p="md" justify="center" role="group" aria-label={t('errors.paging.label')}>
      <Button variant="default" disabled={after === undefined} onClick={goToNewest}>
        {t('errors.paging.newest')}
      </Button>
      <Button variant="default" disabled={goToNewer === undefined} onClick={goToNewer}>
        {t('errors.paging.newer')}
      </Button>
      <Button variant="default" disabled={next === null} onClick={() => next !== null && goToOlder(next)}>
        {t('errors.paging.older')}
      </Button>
    </Group>
  );
}

const NOTHING: readonly ErrorAnswer[] = [];

/** The filters stay where they are, whatever comes of them: they are the way out of what fails, too. */
function Errors({ filter }: { readonly filter: ErrorFilter }) {
  const { t } = useTranslation('traffic');
  const { data, isError, error, refetch } = useErrors(filter.chosen, filter.after);
  const isNarrow = filter.isFiltered || filter.after !== undefined;
  return (
    <Paper withBorder>
      <ErrorFilters filter={filter} items={data?.items ?? NOTHING} />
      {isError ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Box p="md" pt={0}>
          <ListSkeleton />
        </Box>
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconAlertCircle} title={t(`errors.empty.${isNarrow ? 'titleFiltered' : 'title'}`)}>
          {t(`errors.empty.${isNarrow ? 'textFiltered' : 'text'}`)}
        </EmptyState>
      ) : (
        <ErrorTable items={data.items} />
      )}
      {data !== undefined && !isError && <Paging filter={filter} next={data.next} />}
    </Paper>
  );
}

/** What the authorization server has refused, and a way to why. */
export function ErrorsPage() {
  const { t } = useTranslation('traffic');
  const filter = useErrorFilter();
  return (
    <Page title={t('errors.title')} description={t('errors.description')} actions={<RequestIdSearch />}>
      <Errors filter={filter} />
    </Page>
  );
}
