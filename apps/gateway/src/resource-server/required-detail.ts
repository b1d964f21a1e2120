import {
  type Caller,
  describeRequiredDetail,
  hasRequiredDetail,
  type RequiredDetail,
} from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import type { Passage } from './passage.js';

/**
 * Holds a call against what its route demands in detail (RFC 9396). RFC 9396 has no error for a resource that was not allowed
 * in enough detail: RFC 6750 §3.1 has, for an access token with too little in it.
 * @throws OAuthError insufficient_scope
 */
export function checkDetail(
  { request, target, match }: Pick<Passage, 'request' | 'target' | 'match'>,
  caller: Caller,
  required: RequiredDetail,
): void {
  const { route, innerPath } = match;
  const call = { method: request.method ?? '', query: target.query, route, innerPath };
  if (!hasRequiredDetail(caller, required, call))
    throw new OAuthError(
      'insufficient_scope',
      describeRequiredDetail(required),
      `no authorization detail of the type ${required.type} allows the call`,
    );
}
