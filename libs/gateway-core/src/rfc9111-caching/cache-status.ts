/** Why a call went to the upstream (RFC 9211 §2.2). */
export type ForwardReason = 'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'stale' | 'request';

/** What the cache did for one call. */
export type CacheStatus =
  | { readonly kind: 'hit'; readonly ttlSeconds: number }
  | {
      readonly kind: 'forward';
      readonly reason: ForwardReason;
      /** RFC 9211 §2.3: the upstream's status, where the client gets another one. */
      readonly status?: number;
      readonly isStored?: boolean;
      readonly isCollapsed?: boolean;
    };

/** RFC 9211 §2: as a member of the Cache-Status field, in the name of the gateway. */
export function toCacheStatus(status: CacheStatus): string {
  if (status.kind === 'hit') return `gatehouse; hit; ttl=${Math.floor(status.ttlSeconds)}`;
  return [
    `gatehouse; fwd=${status.reason}`,
    ...(status.status === undefined ? [] : [`fwd-status=${status.status}`]),
    ...(status.isStored === true ? ['stored'] : []),
    ...(status.isCollapsed === true ? ['collapsed'] : []),
  ].join('; ');
}
