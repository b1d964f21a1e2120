import type { Platform } from '../../platform/platform.tokens.js';
import { findSpace } from './cache-keys.js';
import { ResponseCache } from './response-cache.js';

/** The cache of this node; what nobody can ask for after a change of the APIs is let go. */
export function openResponseCache({ env, snapshots }: Pick<Platform, 'env' | 'snapshots'>): ResponseCache {
  const cache = new ResponseCache(env.cacheBytes);
  snapshots.onChange(({ apis }, changed) => {
    if (!changed.has('apis')) return;
    const caching = apis.filter(({ policies, isEnabled }) => isEnabled && policies.caching !== null);
    const spaces = new Set(caching.map(findSpace));
    cache.retain((space) => spaces.has(space));
  });
  return cache;
}
