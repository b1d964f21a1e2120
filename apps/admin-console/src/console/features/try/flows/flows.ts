import type { ClientDetail } from '@gatehouse/dto';
import { AUTHORIZE_WITH_OPENID, REDEEM } from './authorization-code';
import { CALL_API } from './call-api';
import { LOG_OUT } from './log-out';
import { BEFORE_EXCHANGE, findWay, isAllowed, REFRESHABLE, stepsOf, type Way } from './obtaining';
import { withPushedRequests } from './pushed';
import { REFRESH } from './refresh';
import type { Step } from './setting';
import { EXCHANGE } from './token-exchange';
import { INTROSPECT, REVOKE } from './token-fate';

export const FLOW_IDS = [
  'client-credentials',
  'authorization-code',
  'device',
  'token-exchange',
  'jwt-bearer',
  'saml-bearer',
  'password',
  'refresh',
  'introspection',
  'revocation',
  'log-out',
] as const;
export type FlowId = (typeof FLOW_IDS)[number];

export interface Flow {
  readonly id: FlowId;
  readonly steps: readonly Step[];
}

type Grants = Pick<
  ClientDetail,
  'grantTypes' | 'type' | 'refreshTokenMode' | 'allowedScopes' | 'requiresPushedRequest'
>;

/** Steps to an access token, then those for it; none: there is no way to one. */
const after = (way: Way | undefined, ...steps: readonly Step[]): readonly Step[] =>
  way === undefined ? [] : [...stepsOf(way), ...steps];

/** Steps of a flow; none: the client is not allowed it. */
function listSteps(id: FlowId, client: Grants): readonly Step[] {
  const { grantTypes, type, refreshTokenMode, allowedScopes } = client;
  switch (id) {
    case 'token-exchange': {
      if (!isAllowed(id, client)) return [];
      // It may have none of its own: then somebody else's is pasted.
      const own = findWay(client, BEFORE_EXCHANGE);
      return [...(own === undefined ? [] : stepsOf(own)), EXCHANGE, CALL_API];
    }
    case 'refresh': {
      const isGiven = grantTypes.includes('refresh_token') && refreshTokenMode !== 'none';
      return isGiven ? after(findWay(client, REFRESHABLE), REFRESH, CALL_API) : [];
    }
    case 'introspection':
      // RFC 7662 §2.1: only who is known may ask.
      return type === 'confidential' ? after(findWay(client), INTROSPECT) : [];
    case 'revocation':
      return after(findWay(client), REVOKE, CALL_API);
    case 'log-out':
      return isAllowed('authorization-code', client) && allowedScopes.includes('openid')
        ? [AUTHORIZE_WITH_OPENID, REDEEM, LOG_OUT]
        : [];
    default:
      return isAllowed(id, client) ? after(id, CALL_API) : [];
  }
}

/** What a client can try, in the order of the page; the first is the one to begin with. */
export const listFlows = (client: Grants): readonly Flow[] =>
  FLOW_IDS.map((id) => ({ id, steps: withPushedRequests(listSteps(id, client), client) })).filter(
    ({ steps }) => steps.length > 0,
  );

/** What it cannot try. */
export const listOtherFlows = (client: Grants): readonly FlowId[] =>
  FLOW_IDS.filter((id) => listSteps(id, client).length === 0);
