import { Table, type TableProps } from '@mantine/core';
import classes from './scroll-table.module.css';

/** A table that scrolls sideways where it is too wide, by keyboard too (WCAG 2.1.1). */
export function ScrollTable({ label, ...table }: TableProps & { readonly label: string }) {
  return (
    <div className={classes.scroller} data-scroll-table role="region" aria-label={label} tabIndex={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md" miw={600} {...table} />
    </div>
  );
}
