import type { Limit, Limits } from '@gatehouse/gateway-core';

type Said = { readonly [Key in keyof Limits]?: readonly Limit[] | undefined };

/** Plain records of what was said. */
export const toLimitList = (list: readonly Limit[] = []): Limit[] =>
  list.map(({ requests, per }) => ({ requests, per }));

/** With every list; those that were left out are empty. */
export const toLimits = (said: Said): { [Key in keyof Limits]: Limit[] } => ({
  total: toLimitList(said.total),
  perApplication: toLimitList(said.perApplication),
  perUser: toLimitList(said.perUser),
  perAddress: toLimitList(said.perAddress),
});
