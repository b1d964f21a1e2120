import { type Client, type Directory, findReachableToken } from '@gatehouse/oauth-core';
import { type AccessProblem, findAccessProblem } from '../access.js';
import { findAccepted } from '../accepted.js';
import { type ApiKey, findApiKeyProblem, toApiKeyCaller } from '../api-key.js';
import type { Api, Route } from '../api.js';
import { type Caller, type Credential, toCaller } from '../caller.js';
import { findOwnRightsProblem, toCertificateCaller } from '../certificate-caller.js';
import { mapOutsideScopes, toOutsideCaller } from '../outside-issuers/outside-caller.js';
import type { OutsideIssuer, OutsideScopes } from '../outside-issuers/outside-issuer.js';
import type { AlikeRoutes } from './needs.js';

/** Why something opens no route, or not every one. */
export const CALLER_REASONS = [
  'api-disabled',
  'application-disabled',
  'not-listed',
  'no-credential',
  'not-accepted',
  'client-disabled',
  'no-grant',
  'key-disabled',
  'key-expired',
  'issuer-disabled',
  'audience',
  'all-scopes',
  'one-scope',
  'sign-in',
] as const;
export type CallerReasonCode = (typeof CALLER_REASONS)[number];

export interface CallerReason {
  readonly code: CallerReasonCode;
  /** Those that are missing; of `one-scope`: any one of them is. */
  readonly scopes: readonly string[];
  /** How many routes are shut for it. */
  readonly routes: number;
}

/** One credential of an application, and how far it gets. */
export interface CallerWay {
  readonly credential: Credential;
  /** Of the client, the API key or the outside issuer. */
  readonly id: string;
  /** What it opens, of the routes that were asked about. */
  readonly open: readonly AlikeRoutes[];
  readonly reasons: readonly CallerReason[];
}

/** What a way is judged by. */
export interface WayContext {
  readonly api: Api;
  readonly routes: readonly AlikeRoutes[];
  readonly directory: Pick<Directory, 'findAudience'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

function toReason(
  problem: AccessProblem,
  caller: Caller,
  { scopes, scopeMatch }: Route,
): Omit<CallerReason, 'routes'> {
  if (problem === 'scopes') {
    const missing = scopes.filter((name) => !caller.scopes.has(name));
    return { code: scopeMatch === 'all' ? 'all-scopes' : 'one-scope', scopes: missing };
  }
  return { code: problem === 'audience' ? 'audience' : 'sign-in', scopes: [] };
}

/** Holds a caller against routes, as the gateway does with each call. */
function judge(caller: Caller, { api, routes }: WayContext): Pick<CallerWay, 'open' | 'reasons'> {
  const open: AlikeRoutes[] = [];
  const reasons = new Map<string, { -readonly [K in keyof CallerReason]: CallerReason[K] }>();
  for (const alike of routes) {
    const problem = findAccessProblem(caller, api, alike.route);
    if (problem === undefined) {
      open.push(alike);
      continue;
    }
    const reason = toReason(problem, caller, alike.route);
    const key = `${reason.code} ${reason.scopes.join(' ')}`;
    const known = reasons.get(key);
    if (known === undefined) reasons.set(key, { ...reason, routes: alike.count });
    else known.routes += alike.count;
  }
  return { open, reasons: [...reasons.values()].sort((one, other) => other.routes - one.routes) };
}

const countAll = ({ routes }: WayContext): number => routes.reduce((sum, { count }) => sum + count, 0);

const shut = (context: WayContext, code: CallerReasonCode): Pick<CallerWay, 'open' | 'reasons'> => ({
  open: [],
  reasons: [{ code, scopes: [], routes: countAll(context) }],
});

function judgeToken(client: Client, context: WayContext): Pick<CallerWay, 'open' | 'reasons'> {
  const { api, directory, now } = context;
  if (!findAccepted(api).accessTokens) return shut(context, 'not-accepted');
  if (!client.isEnabled) return shut(context, 'client-disabled');
  const token = findReachableToken(client, directory, api.audience, now);
  if (token === undefined) return shut(context, 'no-grant');
  return judge(toCaller(token, client.applicationId), context);
}

/** By the access tokens that a client can get. */
export const judgeClient = (client: Client, context: WayContext): CallerWay => ({
  credential: 'access-token',
  id: client.clientId,
  ...judgeToken(client, context),
});

function judgeCertificate(client: Client, context: WayContext): Pick<CallerWay, 'open' | 'reasons'> {
  if (!findAccepted(context.api).clientCertificates) return shut(context, 'not-accepted');
  const problem = findOwnRightsProblem(client);
  if (problem !== undefined)
    return shut(context, problem.kind === 'disabled' ? 'client-disabled' : 'no-grant');
  return judge(toCertificateCaller(client, null, null), context);
}

/** By its certificate, of a client that is registered with one. */
export const judgeCertificateOf = (client: Client, context: WayContext): CallerWay => ({
  credential: 'client-certificate',
  id: client.clientId,
  ...judgeCertificate(client, context),
});

export function judgeApiKey(key: ApiKey, context: WayContext): CallerWay {
  const { api, now } = context;
  const way = { credential: 'api-key', id: key.id } as const;
  if (findAccepted(api).keyHeader === undefined) return { ...way, ...shut(context, 'not-accepted') };
  if (findApiKeyProblem(key, true, now) !== undefined)
    return { ...way, ...shut(context, key.isEnabled ? 'key-expired' : 'key-disabled') };
  return { ...way, ...judge(toApiKeyCaller(key), context) };
}

/** Every scope of an outside issuer that means something here, in its words. */
const listOutsideScopes = ({ prefix, allowed, renamed }: OutsideScopes): readonly string[] => [
  ...allowed.map((name) => (prefix ?? '') + name),
  ...renamed.map(({ outside }) => outside),
];

/** The scopes of ours that an access token of an outside issuer can have at most. */
export const listReachableScopes = ({ settings }: OutsideIssuer): readonly string[] => [
  ...mapOutsideScopes(settings.scopes, listOutsideScopes(settings.scopes)),
];

/** The caller that the access token with the most rights of an outside issuer's client speaks for. */
const toStrongestOutsideCaller = (issuer: OutsideIssuer, clientId: string | null): Caller =>
  toOutsideCaller(
    issuer,
    {
      subject: null,
      clientId,
      tokenId: null,
      scopes: listOutsideScopes(issuer.settings.scopes),
      audience: [],
      expiresAt: null,
      certificateThumbprint: null,
    },
    '',
  );

/** By access tokens of an outside issuer that the API accepts. Whom they are for is said by the issuer alone. */
export function judgeOutsideClient(
  issuer: OutsideIssuer,
  clientId: string | null,
  context: WayContext,
): CallerWay {
  const way = { credential: 'outside-token', id: issuer.id } as const;
  if (!findAccepted(context.api).outsideIssuers.includes(issuer.id))
    return { ...way, ...shut(context, 'not-accepted') };
  if (!issuer.isEnabled) return { ...way, ...shut(context, 'issuer-disabled') };
  return { ...way, ...judge(toStrongestOutsideCaller(issuer, clientId), context) };
}
