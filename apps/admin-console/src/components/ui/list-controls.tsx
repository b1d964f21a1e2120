import { Select, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChoiceKind } from '../../lib/choices';
import classes from './list-controls.module.css';
import { Picker } from './pickers';

/** A column; with `sort`, the server can order by it. */
export type ListColumn =
  | string
  | {
      readonly label: string;
      readonly sort: string;
      /** In which direction it is ordered first. */
      readonly first?: 'ascending' | 'descending';
    };

/** What the server filters by, one of few values or one of the many things of a kind; none: all. */
export type ListFilter = {
  /** Of the parameter, in the address and for the server. */
  readonly name: string;
  readonly label: string;
} & (
  | { readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: ChoiceKind }
);

/** The state of a list that is in the address. */
export interface ListOrder {
  readonly sort: string;
  readonly direction: 'ascending' | 'descending';
}

interface HeadProperties {
  readonly column: ListColumn;
  readonly order: ListOrder | undefined;
  readonly onOrder: (order: ListOrder) => void;
}

/** The head of a column: a button, where the server can order by it. */
export function ListHead({ column, order, onOrder }: HeadProperties) {
  const { t } = useTranslation('ui');
  if (column === '')
    return (
      <Table.Th>
        <span className="visually-hidden">{t('actions')}</span>
      </Table.Th>
    );
  if (typeof column === 'string') return <Table.Th>{column}</Table.Th>;
  const { label, sort, first = 'ascending' } = column;
  const direction = order?.sort === sort ? order.direction : undefined;
  const opposite = direction === 'ascending' ? 'descending' : 'ascending';
  const Icon =
    direction === undefined ? IconArrowsSort : direction === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th aria-sort={direction ?? 'none'}>
      <UnstyledButton
        className={classes.sort ?? ''}
        data-active={direction !== undefined || undefined}
        onClick={() => onOrder({ sort, direction: direction === undefined ? first : opposite })}
      >
        {label} <Icon size={14} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  );
}

interface FilterProperties {
  readonly filters: readonly ListFilter[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string | null) => void;
}

/** What a list can be narrowed by. */
export function ListFilters({ filters, values, onChange }: FilterProperties) {
  const { t } = useTranslation('ui');
  return (
    <>
      {filters.map((filter) => {
        const { name, label } = filter;
        const input = {
          'aria-label': label,
          placeholder: label,
          value: values[name] ?? null,
          onChange: (value: string | null) => onChange(name, value),
          clearButtonProps: { 'aria-label': t('list.any', { filter: label.toLowerCase() }) },
        };
        return 'kind' in filter ? (
          <Picker key={name} kind={filter.kind} className={classes.picker ?? ''} {...input} />
        ) : (
          <Select
            key={name}
            data={[...filter.options]}
            clearable
            className={classes.filter ?? ''}
            {...input}
          />
        );
      })}
    </>
  );
}
