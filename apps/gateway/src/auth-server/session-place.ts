import type { IncomingMessage } from 'node:http';
import type { SessionPlace } from '@gatehouse/persistence';
import { findClientAddress } from '../platform/client-address.js';
import type { Env } from '../platform/env.js';

/** As much as tells browsers apart; whoever sends more says nothing by it. */
const LONGEST_USER_AGENT = 300;

/** Where a request comes from, as its session remembers it. */
export const findPlace = (
  { trustedProxies }: Pick<Env, 'trustedProxies'>,
  request: IncomingMessage,
): SessionPlace => ({
  address: findClientAddress(request, trustedProxies),
  userAgent: request.headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null,
});
