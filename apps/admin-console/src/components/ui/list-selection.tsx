import { Checkbox, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './list-controls.module.css';

/** What of a list is selected, kept by the page that shows it. */
export interface ListSelection<T> {
  readonly isSelected: (item: T) => boolean;
  /** Some rows cannot be changed. */
  readonly isSelectable: (item: T) => boolean;
  readonly labelOf: (item: T) => string;
  readonly onSelect: (items: readonly T[], isSelected: boolean) => void;
  /** What can be done with what is selected; nothing while nothing is. */
  readonly bar: (list: {
    readonly total: number;
    /** Search and filters, as the server takes them. */
    readonly parameters: Readonly<Record<string, string>>;
  }) => ReactNode;
}

/** Selects all rows of the page, or none. */
export function SelectAllHead<T>({
  items,
  selection,
}: {
  readonly items: readonly T[];
  readonly selection: ListSelection<T>;
}) {
  const { t } = useTranslation('ui');
  const selectable = items.filter(selection.isSelectable);
  const selected = selectable.filter(selection.isSelected).length;
  return (
    <Table.Th w={44}>
      <Checkbox
        aria-label={t('list.selectAll')}
        checked={selected > 0 && selected === selectable.length}
        indeterminate={selected > 0 && selected < selectable.length}
        disabled={selectable.length === 0}
        onChange={(event) => selection.onSelect(selectable, event.currentTarget.checked)}
      />
    </Table.Th>
  );
}

/** Selects one row. */
export function SelectCell<T>({
  item,
  selection,
}: {
  readonly item: T;
  readonly selection: ListSelection<T>;
}) {
  const { t } = useTranslation('ui');
  return (
    <Table.Td w={44}>
      {selection.isSelectable(item) && (
        <Checkbox
          aria-label={t('list.select', { name: selection.labelOf(item) })}
          checked={selection.isSelected(item)}
          onChange={(event) => selection.onSelect([item], event.currentTarget.checked)}
        />
      )}
    </Table.Td>
  );
}

/** Above the rows: how much is selected, and what can be done with it. */
export function SelectionBar({
  children,
  actions,
}: {
  readonly children: ReactNode;
  readonly actions: ReactNode;
}) {
  const { t } = useTranslation('ui');
  return (
    <div className={classes.bar} role="region" aria-label={t('list.selection')}>
      <div aria-live="polite">{children}</div>
      <div>{actions}</div>
    </div>
  );
}
