import type { ScopeIcon, ScopeSensitivity, ScopeTexts } from '@gatehouse/scopes';
import { EntitySchema } from 'typeorm';
import { flag, key, text, VERSIONED } from './columns.js';

/** A type of authorization details (RFC 9396 §2). */
export interface DetailsTypeRecord {
  name: string;
  /** JSON Schema, as it was typed. */
  schema: string;
  /** The APIs that know what it means. */
  apiIds: string[];
  /** Templates of what end users read of a detail. */
  title: string;
  description: string;
  texts: ScopeTexts;
  icon: ScopeIcon;
  sensitivity: ScopeSensitivity;
  /** The very same detail is not asked about twice. */
  isRemembered: boolean;
  /** Clients that register themselves may have it. */
  isRegistrable: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const DetailsTypes = new EntitySchema<DetailsTypeRecord>({
  name: 'DetailsType',
  tableName: 'details_types',
  columns: {
    name: key('text'),
    schema: text(),
    apiIds: { type: 'uuid', name: 'api_ids', array: true },
    title: text(),
    description: text(),
    texts: { type: 'jsonb' },
    icon: text(),
    sensitivity: text(),
    isRemembered: flag('remembered'),
    isRegistrable: flag('registrable'),
    ...VERSIONED,
  },
});
