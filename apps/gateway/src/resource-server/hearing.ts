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

/** Whether this node has heard of revocations lately enough for the API to go by what it knows of the caller. */
export function isVouchedFor({ plane, match, caller }: AdmittedCall): boolean {
  if (caller === undefined) return true;
  const { platform } = plane;
  return !isUnheard(platform, findUnheardBoundMs(match.api, platform.env.unheardSeconds));
}

/** Refuses once this node has not heard of revocations for longer than the API allows. */
export const checkHearing = (call: AdmittedCall): Refusal | undefined =>
  isVouchedFor(call) ? undefined : UNHEARD;
