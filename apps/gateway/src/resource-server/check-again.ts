import { checkAccess } from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import { authenticate } from './authentication/authenticate.js';
import type { AdmittedCall, Passage } from './passage.js';
import { checkDetail } from './required-detail.js';
import { CallRecord } from './seen/call-record.js';

/**
 * Asks whether a call that goes on would be admitted if it came now: its API and route are there and open to it, and its
 * credential is good. Gates are not asked: they count calls, and this is none.
 * @param settle called once, at once where the credential is remembered
 */
export function checkAgain(call: AdmittedCall, settle: (isAdmitted: boolean) => void): void {
  const { plane, request, response, target } = call;
  const match = plane.currentTable().match(request.method ?? '', target.path);
  if (match.found !== 'route' || match.api.id !== call.match.api.id) return settle(false);
  // RFC 9110 §15.2.2: it is a WebSocket, and the API may take none any more.
  if (response.statusCode === 101 && match.api.policies.webSockets === null) return settle(false);
  if (match.route.access === 'public') return settle(true);
  const { api, route } = match;
  // What becomes of the question is no part of the call's record.
  const passage: Passage = { ...call, match, record: new CallRecord(), onRefused: () => settle(false) };
  authenticate(passage, (_, caller) => {
    try {
      checkAccess(caller, api, route);
      if (route.requiredDetail !== null) checkDetail(passage, caller, route.requiredDetail);
    } catch (error) {
      if (!(error instanceof OAuthError)) plane.platform.logger.error('check failed', { error });
      return settle(false);
    }
    settle(true);
  });
}
