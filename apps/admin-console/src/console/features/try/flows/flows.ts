import type { ClientDetail } from '@gatehouse/dto';
import type { Step } from './setting';
import {
  ANSWER_DEVICE,
  ASK_DEVICE,
  AUTHORIZE,
  CALL_API,
  CLIENT_CREDENTIALS,
  INTROSPECT,
  POLL_DEVICE,
  REDEEM,
  REFRESH,
  REVOKE,
} from './steps';

export const FLOW_IDS = [
  'client-credentials',
  'authorization-code',
  'refresh',
  'device',
  'introspection',
  'revocation',
] as const;
export type FlowId = (typeof FLOW_IDS)[number];

export interface Flow {
  readonly id: FlowId;
  readonly label: string;
  readonly hint: string;
  readonly steps: readonly Step[];
}

type Grants = Pick<ClientDetail, 'grantTypes' | 'type' | 'refreshTokenMode'>;

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const CODE_STEPS = [AUTHORIZE, REDEEM] as const;
const DEVICE_STEPS = [ASK_DEVICE, ANSWER_DEVICE, POLL_DEVICE] as const;

/** The shortest way to an access token that a client is allowed; none: there is no way from here. */
function listObtaining(grantTypes: readonly string[]): readonly Step[] {
  if (grantTypes.includes('client_credentials')) return [CLIENT_CREDENTIALS];
  if (grantTypes.includes('authorization_code')) return CODE_STEPS;
  return grantTypes.includes(DEVICE_GRANT) ? DEVICE_STEPS : [];
}

/** The shortest way to a refresh token: no client gets one for itself (RFC 6749 §4.4.3). */
const listObtainingRefresh = (grantTypes: readonly string[]): readonly Step[] =>
  listObtaining(grantTypes.filter((type) => type !== 'client_credentials'));

/** Steps of a flow; none: the client is not allowed it. */
function listSteps(id: FlowId, client: Grants): readonly Step[] {
  const { grantTypes, type, refreshTokenMode } = client;
  const obtaining = listObtaining(grantTypes);
  switch (id) {
    case 'client-credentials':
      return grantTypes.includes('client_credentials') ? [CLIENT_CREDENTIALS, CALL_API] : [];
    case 'authorization-code':
      return grantTypes.includes('authorization_code') ? [...CODE_STEPS, CALL_API] : [];
    case 'device':
      return grantTypes.includes(DEVICE_GRANT) ? [...DEVICE_STEPS, CALL_API] : [];
    case 'refresh': {
      const first = listObtainingRefresh(grantTypes);
      const isAllowed = grantTypes.includes('refresh_token') && refreshTokenMode !== 'none';
      return isAllowed && first.length > 0 ? [...first, REFRESH, CALL_API] : [];
    }
    case 'introspection':
      // RFC 7662 §2.1: only who is known may ask.
      return type === 'confidential' && obtaining.length > 0 ? [...obtaining, INTROSPECT] : [];
    case 'revocation':
      return obtaining.length > 0 ? [...obtaining, REVOKE, CALL_API] : [];
  }
}

const WORDS: Readonly<Record<FlowId, { readonly label: string; readonly hint: string }>> = {
  'client-credentials': { label: 'Client credentials', hint: 'The application acts for itself.' },
  'authorization-code': {
    label: 'Authorization code with PKCE',
    hint: 'A user signs in with their browser and allows it.',
  },
  refresh: { label: 'Refresh', hint: 'The next access token, without the user.' },
  device: { label: 'Device', hint: 'A television or a command line; its user answers on another screen.' },
  introspection: { label: 'Introspection', hint: 'Ask what an access token is worth.' },
  revocation: { label: 'Revocation', hint: 'Give an access token back, and see it refused.' },
};

export const labelOf = (id: FlowId): string => WORDS[id].label;

/** What a client can try, in the order of the page; the first is the one to begin with. */
export const listFlows = (client: Grants): readonly Flow[] =>
  FLOW_IDS.map((id) => ({ id, ...WORDS[id], steps: listSteps(id, client) })).filter(
    ({ steps }) => steps.length > 0,
  );

/** What it cannot try, by name. */
export const listOtherFlows = (client: Grants): readonly string[] =>
  FLOW_IDS.filter((id) => listSteps(id, client).length === 0).map(labelOf);
