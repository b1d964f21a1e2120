import { Group, Pagination, Paper, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { formatNumber } from '../../lib/format';
import { callApi } from '../../lib/api-client';
import type { ListParameters } from '../../lib/paths';
import { type ListColumn, type ListFilter, ListFilters, ListHead, type ListOrder } from './list-controls';
import controls from './list-controls.module.css';
import { type ListSelection, SelectAllHead, SelectCell } from './list-selection';
import type { Texts } from '../../texts/texts';
import { ScrollTable } from './scroll-table';
import { ErrorState, ListSkeleton } from './states';

/** Kinds of things that lists have. */
export type Noun = keyof Texts['ui']['nouns'];

/** One page of a list, as the REST API answers it. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

interface Properties<T> {
  /** What the items are: there are words for each of these in the texts. */
  readonly noun: Noun;
  readonly queryKey: string;
  /** Before its names in the address, where a page has more than one list. */
  readonly addressName?: string;
  readonly endpoint: (parameters: ListParameters) => string;
  readonly columns: readonly ListColumn[];
  /** @param leading the cell that selects the row; nothing where rows cannot be selected */
  readonly renderRow: (item: T, leading: ReactNode) => ReactNode;
  /** Whether the server can search it; left out: it can. */
  readonly isSearchable?: boolean;
  readonly filters?: readonly ListFilter[];
  readonly selection?: ListSelection<T>;
  /** Shown when there is nothing at all, rather than nothing found. */
  readonly empty: ReactNode;
}

const PAGE_SIZE = 25;
const NO_FILTERS: readonly ListFilter[] = [];

/** What of a list is in the address: search, filters, order and page. */
function useListAddress(filters: readonly ListFilter[], addressName: string | undefined) {
  const [address, setAddress] = useSearchParams();
  const inAddress = (name: string): string => (addressName === undefined ? name : `${addressName}.${name}`);
  const read = (name: string): string => address.get(inAddress(name)) ?? '';
  const page = Math.max(1, Number(read('page')) || 1);
  const sort = read('sort');
  const order: ListOrder | undefined =
    sort === ''
      ? undefined
      : { sort, direction: read('direction') === 'descending' ? 'descending' : 'ascending' };
  /** Anything else begins at the first page again. */
  const change = (part: Readonly<Record<string, string>>, isReplacing = false): void =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete(inAddress('page'));
        for (const [name, value] of Object.entries(part)) {
          if (value === '') next.delete(inAddress(name));
          else next.set(inAddress(name), value);
        }
        return next;
      },
      { replace: isReplacing },
    );
  const named = [
    ['search', read('search')] as const,
    ...filters.map(({ name }) => [name, read(name)] as const),
  ];
  const parameters: Readonly<Record<string, string>> = Object.fromEntries(
    named.filter(([, value]) => value !== ''),
  );
  return { page, order, parameters, change };
}

/** A list that is searched, filtered, sorted and paged on the server; all of that is in the address. */
export function ServerList<T>({
  noun,
  queryKey,
  addressName,
  endpoint,
  columns,
  renderRow,
  isSearchable = true,
  filters = NO_FILTERS,
  selection,
  empty,
}: Properties<T>) {
  const { t } = useTranslation('ui');
  const { page, order, parameters, change } = useListAddress(filters, addressName);
  const search = parameters['search'] ?? '';
  const [typed, setTyped] = useState(search);
  const [settled] = useDebouncedValue(typed, 250);

  useEffect(() => {
    if (settled !== search) change({ search: settled }, true);
    // Only what was typed moves the address; the address itself is read above.
  }, [settled]);

  const asked = { ...parameters, ...order, page, pageSize: PAGE_SIZE };
  const result = useQuery({
    queryKey: [queryKey, asked],
    queryFn: () => callApi<ListPage<T>>('GET', endpoint(asked)),
    placeholderData: keepPreviousData,
  });
  const pages = Math.ceil((result.data?.total ?? 0) / PAGE_SIZE);
  useEffect(() => {
    // What was on the last page is gone.
    if (pages > 0 && page > pages) change({ page: String(pages) }, true);
  }, [page, pages]);

  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const { items, total } = result.data;
  if (total === 0 && Object.keys(parameters).length === 0) return empty;
  return (
    <Paper withBorder data-list>
      <Group p="md" justify="space-between">
        <div className={controls.controls}>
          {isSearchable && <SearchInput noun={noun} value={typed} onChange={setTyped} />}
          <ListFilters
            filters={filters}
            values={parameters}
            onChange={(name, value) => change({ [name]: value ?? '' })}
          />
        </div>
        <Text size="sm" c="var(--quiet-text)" aria-live="polite">
          {t(`nouns.${noun}.count`, { count: total, number: formatNumber(total) })}
        </Text>
      </Group>
      {selection?.bar({ total, parameters })}
      {items.length === 0 ? (
        <Text p="xl" ta="center" c="var(--quiet-text)">
          {search === '' ? t('list.nothing') : t('list.nothingOf', { search })}
        </Text>
      ) : (
        <ScrollTable label={t(`nouns.${noun}.label`)} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {selection !== undefined && <SelectAllHead items={items} selection={selection} />}
              {columns.map((column) => (
                <ListHead
                  key={typeof column === 'string' ? column : column.sort}
                  column={column}
                  order={order}
                  onOrder={(next) => change({ ...next })}
                />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) =>
              renderRow(item, selection && <SelectCell item={item} selection={selection} />),
            )}
          </Table.Tbody>
        </ScrollTable>
      )}
      {pages > 1 && (
        <Group p="md" justify="center">
          <Pagination
            total={pages}
            value={page}
            onChange={(next) => change({ page: String(next) })}
            getControlProps={(control) => ({ 'aria-label': t(`list.pages.${control}`) })}
          />
        </Group>
      )}
    </Paper>
  );
}

function SearchInput({
  noun,
  value,
  onChange,
}: {
  readonly noun: Noun;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation('ui');
  const label = t(`nouns.${noun}.search`);
  return (
    <TextInput
      type="search"
      className={controls.search ?? ''}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
