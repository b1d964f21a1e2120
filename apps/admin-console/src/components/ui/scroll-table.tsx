import { Table, type TableProps } from '@mantine/core';
import { useRef } from 'react';
import classes from './scroll-table.module.css';
import { useCardParts } from './use-card-parts';

interface Properties extends Omit<TableProps, 'className' | 'miw' | 'style'> {
  readonly label: string;
  readonly className?: string;
  /** What its columns need at least, in pixels. */
  readonly miw?: number;
}

/**
 * A table that scrolls sideways where it is too wide, by keyboard too (WCAG 2.1.1). On a phone, each row is a card: what
 * the row is about first (its first cell, or the one with `data-title`), then what the other columns say of it.
 */
export function ScrollTable({ label, className = '', miw = 600, ...table }: Properties) {
  const reference = useRef<HTMLTableElement>(null);
  useCardParts(reference);
  return (
    <div className={classes.scroller} data-scroll-table role="region" aria-label={label} tabIndex={0}>
      <Table
        ref={reference}
        className={`${classes.table} ${className}`}
        verticalSpacing="sm"
        horizontalSpacing="md"
        style={{ '--table-needs': `${miw}px` }}
        {...table}
      />
    </div>
  );
}
