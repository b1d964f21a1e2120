import { findUnheardBoundMs } from '@gatehouse/gateway-core';
import { isUnheard } from '../platform/vouching.js';
import type { AdmittedCall } from './passage.js';
import type { Refusal } from './refusal.js';

/** RFC 9110 §15.6.4: what may have been revoked is not vouched for, whatever it is: signed, opaque or an API key. */
const UNHEARD: Refusal = {
  check: 'unheard',
  status: 503,
  title: 'Service Unavailable',
  detail: 'Nobody can say right now whether this was revoked. Try again in a moment.',
  error: 'temporarily_unavailable',
  headers: { 'Retry-After': '2' },
};

/** Refuses once this node has not heard of revocations for longer than the API allows. */
export function checkHearing({ plane, match, caller }: AdmittedCall): Refusal | undefined {
  if (caller === undefined) return undefined;
  const { platform } = plane;
  const boundMs = findUnheardBoundMs(match.api, platform.env.unheardSeconds);
  return isUnheard(platform, boundMs) ? UNHEARD : undefined;
}
