import type { ClientDetail } from '@gatehouse/dto';
import { AUTHORIZE, REDEEM } from './authorization-code';
import { CLIENT_CREDENTIALS } from './client-credentials';
import { ANSWER_DEVICE, ASK_DEVICE, POLL_DEVICE } from './device';
import { DEVICE_GRANT, EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT } from './grants';
import { PRESENT_JWT } from './jwt-bearer';
import { PASSWORD } from './password';
import { PRESENT_SAML } from './saml-bearer';
import type { Step } from './setting';
import { EXCHANGE } from './token-exchange';

/** Ways to an access token, the shortest first. */
const WAYS = {
  'client-credentials': { grant: 'client_credentials', steps: [CLIENT_CREDENTIALS] },
  'authorization-code': { grant: 'authorization_code', steps: [AUTHORIZE, REDEEM] },
  device: { grant: DEVICE_GRANT, steps: [ASK_DEVICE, ANSWER_DEVICE, POLL_DEVICE] },
  password: { grant: 'password', steps: [PASSWORD] },
  'jwt-bearer': { grant: JWT_GRANT, steps: [PRESENT_JWT] },
  'saml-bearer': { grant: SAML_GRANT, steps: [PRESENT_SAML] },
  'token-exchange': { grant: EXCHANGE_GRANT, steps: [EXCHANGE] },
} as const satisfies Readonly<
  Record<string, { readonly grant: string; readonly steps: readonly [Step, ...Step[]] }>
>;

export type Way = keyof typeof WAYS;
const ALL = Object.keys(WAYS) as readonly Way[];

export const isWay = (id: string): id is Way => Object.hasOwn(WAYS, id);
export const stepsOf = (way: Way): readonly Step[] => WAYS[way].steps;

type Grants = Pick<ClientDetail, 'grantTypes' | 'type'>;

/** RFC 7521 §4.1, RFC 8693 §2.1: this server takes these from clients that it knows for certain alone. */
const KNOWN_ALONE: ReadonlySet<Way> = new Set(['jwt-bearer', 'saml-bearer', 'token-exchange']);

/** Whether a client is allowed one. */
export const isAllowed = (way: Way, { grantTypes, type }: Grants): boolean =>
  grantTypes.includes(WAYS[way].grant) && (type === 'confidential' || !KNOWN_ALONE.has(way));

/** The shortest that a client is allowed. */
export const findWay = (client: Grants, ways: readonly Way[] = ALL): Way | undefined =>
  ways.find((way) => isAllowed(way, client));

/** No client gets a refresh token for itself (RFC 6749 §4.4.3), nor for an assertion (RFC 7521 §4.1) or by exchange. */
export const REFRESHABLE = ['authorization-code', 'device', 'password'] as const;

/** What an exchange of a client's own access token can begin with. */
export const BEFORE_EXCHANGE: readonly Way[] = ALL.filter((way) => way !== 'token-exchange');
