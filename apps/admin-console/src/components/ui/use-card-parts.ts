import { type RefObject, useLayoutEffect } from 'react';

const ROLES: Readonly<Record<string, string>> = {
  THEAD: 'rowgroup',
  TBODY: 'rowgroup',
  TR: 'row',
  TD: 'cell',
};

function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** What a head says, if that is for everybody's eyes. */
const readHead = (head: Element): string =>
  head.querySelector('.visually-hidden') === null ? head.textContent.trim() : '';

const isEmpty = (cell: Element): boolean =>
  cell.textContent.trim() === '' && cell.querySelector('svg, img, input, button, [role]') === null;

function describeRow(row: HTMLTableRowElement, heads: readonly string[]): void {
  const cells = [...row.cells];
  const columns = cells.map((_, index) =>
    cells.slice(0, index).reduce((column, cell) => column + cell.colSpan, 0),
  );
  const labels = cells.map((cell, index) => (cell.colSpan > 1 ? '' : (heads[columns[index] ?? 0] ?? '')));
  // A table without heads begins with what its rows are about.
  const first = Math.max(
    0,
    labels.findIndex((label) => label !== ''),
  );
  const marked = cells.findIndex((cell) => cell.dataset['title'] !== undefined);
  const title = marked === -1 ? first : marked;
  cells.forEach((cell, index) => {
    const part =
      index === title
        ? 'title'
        : cell.colSpan === 1 && index < first
          ? 'select'
          : labels[index] === ''
            ? 'actions'
            : isEmpty(cell)
              ? 'nothing'
              : 'value';
    setAttribute(cell, 'data-part', part);
    setAttribute(cell, 'data-label', part === 'value' ? (labels[index] ?? '') : '');
  });
}

function describe(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map(readHead);
  // A browser may forget that it is a table as soon as it is drawn in another way.
  setAttribute(table, 'role', 'table');
  for (const part of table.querySelectorAll('thead, tbody, tr, td'))
    setAttribute(part, 'role', ROLES[part.tagName] ?? '');
  for (const head of table.querySelectorAll('th'))
    setAttribute(head, 'role', head.scope === 'row' ? 'rowheader' : 'columnheader');
  for (const body of table.tBodies) for (const row of body.rows) describeRow(row, heads);
}

/**
 * Tells each cell of a table which part of a card it is, and what its column is called, for the style to draw it where
 * there is no room for columns. Read from the heads, so that no list has to say its columns twice.
 */
export function useCardParts(reference: RefObject<HTMLTableElement | null>): void {
  useLayoutEffect(() => {
    const table = reference.current;
    if (table === null) return;
    describe(table);
    const observer = new MutationObserver(() => describe(table));
    observer.observe(table, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, [reference]);
}
