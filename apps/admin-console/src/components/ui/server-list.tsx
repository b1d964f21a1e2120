import { Group, Pagination, Paper, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { callApi } from '../../lib/api-client';
import type { ListParameters } from '../../lib/paths';
import { ScrollTable } from './scroll-table';
import { ErrorState, ListSkeleton } from './states';

/** One page of a list, as the REST API answers it. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

interface Properties<T> {
  /** What the items are, for people: "applications", "quotas in use". */
  readonly noun: string;
  readonly queryKey: string;
  readonly endpoint: (parameters: ListParameters) => string;
  readonly columns: readonly string[];
  readonly renderRow: (item: T) => ReactNode;
  /** Whether the server can search it; left out: it can. */
  readonly isSearchable?: boolean;
  /** Shown when there is nothing at all, rather than nothing found. */
  readonly empty: ReactNode;
}

const PAGE_SIZE = 25;

/** A list that is searched and paged on the server; search and page are in the address. */
export function ServerList<T>({
  noun,
  queryKey,
  endpoint,
  columns,
  renderRow,
  isSearchable = true,
  empty,
}: Properties<T>) {
  const [address, setAddress] = useSearchParams();
  const search = address.get('search') ?? '';
  const page = Math.max(1, Number(address.get('page') ?? '1') || 1);
  const [typed, setTyped] = useState(search);
  const [settled] = useDebouncedValue(typed, 250);

  useEffect(() => {
    if (settled === search) return;
    setAddress(settled === '' ? {} : { search: settled }, { replace: true });
    // Only what was typed moves the address; the address itself is read above.
  }, [settled]);

  const result = useQuery({
    queryKey: [queryKey, { search, page }],
    queryFn: () => callApi<ListPage<T>>('GET', endpoint({ search, page, pageSize: PAGE_SIZE })),
    placeholderData: keepPreviousData,
  });

  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const { items, total } = result.data;
  if (total === 0 && search === '') return empty;
  const pages = Math.ceil(total / PAGE_SIZE);
  return (
    <Paper withBorder>
      <Group p="md" justify="space-between">
        {isSearchable && (
          <TextInput
            type="search"
            aria-label={`Search ${noun}`}
            placeholder={`Search ${noun}`}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Text size="sm" c="var(--quiet-text)" aria-live="polite">
          {total} {total === 1 ? noun.replace(/s\b/, '') : noun}
        </Text>
      </Group>
      {items.length === 0 ? (
        <Text p="xl" ta="center" c="var(--quiet-text)">
          Nothing matches “{search}”.
        </Text>
      ) : (
        <ScrollTable label={noun} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>
                  {column === '' ? <span className="visually-hidden">Actions</span> : column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{items.map(renderRow)}</Table.Tbody>
        </ScrollTable>
      )}
      {pages > 1 && (
        <Group p="md" justify="center">
          <Pagination
            total={pages}
            value={page}
            onChange={(next) => setAddress({ ...(search && { search }), page: String(next) })}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          />
        </Group>
      )}
    </Paper>
  );
}
