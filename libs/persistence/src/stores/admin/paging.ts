import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** One page of a list, from 1, and what to look for. */
export interface Paging {
  readonly search?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

export interface PageOf<T> {
  readonly items: T[];
  /** Of all pages. */
  readonly total: number;
}

/** A LIKE pattern that matches the text anywhere, literally. */
export function toPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Reads one page of a query whose search condition is `condition` with the parameter `:pattern`. */
export async function readPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { search, page, pageSize }: Paging,
  condition: string,
): Promise<PageOf<T>> {
  if (search !== undefined && search !== '') query.andWhere(`(${condition})`, { pattern: toPattern(search) });
  const [items, total] = await query
    .skip((page - 1) * pageSize)
    .take(pageSize)
    .getManyAndCount();
  return { items, total };
}
