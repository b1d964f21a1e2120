import type { Limit, LimitBook, LimitedParty, LimitPeriod, Limits } from './limit.js';

/** What a count is of, as its key says it. */
export interface LimitKey {
  /** Null: calls to all APIs. */
  readonly apiId: string | null;
  readonly party: LimitedParty;
  readonly per: LimitPeriod;
}

/** The same on every node, and whatever the limit is. */
export const toLimitKey = ({ apiId, party, per }: LimitKey): string => `${apiId ?? 'system'}:${party}:${per}`;

/** What `toLimitKey` has written. */
export function parseLimitKey(key: string): LimitKey {
  const [api = '', party, per] = key.split(':');
  return { apiId: api === 'system' ? null : api, party: party as LimitedParty, per: per as LimitPeriod };
}

const LIST_OF: Readonly<Record<LimitedParty, keyof Limits>> = {
  all: 'total',
  application: 'perApplication',
  user: 'perUser',
  address: 'perAddress',
};

/**
 * The limit that a count is held against now; undefined: none any more.
 * @param api undefined where the key names none, or one that is gone; null limits: none of its own
 */
export function findLimit(
  { apiId, party, per }: LimitKey,
  subject: string,
  book: LimitBook,
  api: { readonly limits: Limits | null } | undefined,
): Limit | undefined {
  if (apiId !== null && api === undefined) return undefined;
  const limits = apiId === null ? book.system : api?.limits;
  const own = party === 'application' ? book.applications.get(subject) : undefined;
  const instead = apiId === null ? own?.everywhere : own?.byApi.get(apiId);
  return (instead ?? limits?.[LIST_OF[party]])?.find((limit) => limit.per === per);
}
