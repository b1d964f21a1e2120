import type { EntitySchemaColumnOptions } from 'typeorm';

export type Column = EntitySchemaColumnOptions;

export const text = (name?: string): Column => ({ type: 'text', ...(name && { name }) });
export const nullable = (column: Column): Column => ({ ...column, nullable: true });
export const key = (type: 'uuid' | 'text'): Column => ({ type, primary: true });
export const flag = (name?: string): Column => ({ type: 'boolean', ...(name && { name }) });
export const integer = (name: string): Column => ({ type: 'integer', name });
export const texts = (name?: string): Column => ({ type: 'text', array: true, ...(name && { name }) });
export const moment = (name: string): Column => ({ type: 'timestamptz', name });
// The version is counted up by TypeORM at every change, and compared by the stores.
export const VERSIONED = {
  version: { type: 'integer', version: true },
  createdAt: { ...moment('created_at'), createDate: true },
  updatedAt: { ...moment('updated_at'), updateDate: true },
} as const satisfies Record<string, Column>;
