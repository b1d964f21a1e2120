import type { Client } from '../kernel/client.js';
import { type ClientProfile, NO_PROFILE_RULES, type ProfileRules } from '../kernel/client-profile.js';
import type { SigningAlgorithm } from '../kernel/signing-key.js';

/** A client as it is stored: nobody has looked at its profile yet. */
export type UncheckedClient = Omit<Client, 'rules'>;

const LEGACY_GRANTS: readonly string[] = ['password', 'implicit'];
// What an end user is asked in a device flow was never pushed, and no redirect URI tells whom the answer is for.
const NOT_IN_FAPI: readonly string[] = [...LEGACY_GRANTS, 'urn:ietf:params:oauth:grant-type:device_code'];

/** FAPI 2.0 Security Profile §5.4.1; Ed25519 by both of its names (RFC 9864). */
export const FAPI_ALGORITHMS: ReadonlySet<string> = new Set(['PS256', 'ES256', 'EdDSA', 'Ed25519']);
/** FAPI 2.0 Security Profile §5.3.2.1: mutual TLS, or private_key_jwt. */
const FAPI_METHODS: readonly string[] = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];
// FAPI 2.0 Security Profile §5.3.2.1: "shall issue authorization codes with a maximum lifetime of 60 seconds".
const FAPI_CODE_SECONDS = 60;
/** The most that an access token of a client of MCP lives: nobody revokes what an agent has lost. */
export const MCP_ACCESS_TOKEN_SECONDS = 900;

const withoutGrants = ({ grantTypes }: UncheckedClient, forbidden: readonly string[]): ReadonlySet<string> =>
  forbidden.some((type) => grantTypes.has(type))
    ? new Set([...grantTypes].filter((type) => !forbidden.includes(type)))
    : grantTypes;

const hasNoToken = (type: string): boolean => !type.split(' ').includes('token');

/** OAuth 2.1 §10: no passwords at clients, and no access tokens in addresses. */
const holdToOauth21 = (client: UncheckedClient): Partial<UncheckedClient> => ({
  grantTypes: withoutGrants(client, LEGACY_GRANTS),
  responseTypes: client.responseTypes.filter(hasNoToken),
});

const onlyCode = ({ responseTypes }: UncheckedClient): readonly string[] =>
  responseTypes.filter((type) => type === 'code');

const holdToMcp = (client: UncheckedClient): Partial<UncheckedClient> => ({
  grantTypes: withoutGrants(client, LEGACY_GRANTS),
  responseTypes: onlyCode(client),
  requiresPkce: true,
  // OAuth 2.1 §4.3.1: a public client's refresh token is used once.
  refreshTokenMode: client.refreshTokenMode === 'keep' ? 'rotate' : client.refreshTokenMode,
  accessTokenLifetimeSeconds: Math.min(client.accessTokenLifetimeSeconds, MCP_ACCESS_TOKEN_SECONDS),
});

const strongOrDefault = (algorithm: SigningAlgorithm | null): SigningAlgorithm | null =>
  algorithm === null || FAPI_ALGORITHMS.has(algorithm) ? algorithm : null;

const holdToFapi = (client: UncheckedClient): Partial<UncheckedClient> => ({
  grantTypes: withoutGrants(client, NOT_IN_FAPI),
  responseTypes: onlyCode(client),
  requiresPkce: true,
  requiresPushedRequest: true,
  senderConstraint: 'required',
  // FAPI 2.0 Security Profile §5.3.2.2: http is for native applications, which have no secret.
  redirectUris: client.redirectUris.filter((uri) => uri.startsWith('https://')),
  accessTokenSigningAlgorithm: strongOrDefault(client.accessTokenSigningAlgorithm),
  idTokenSigningAlgorithm: strongOrDefault(client.idTokenSigningAlgorithm),
  // Null would be plain JSON.
  userinfoSigningAlgorithm:
    client.userinfoSigningAlgorithm && (strongOrDefault(client.userinfoSigningAlgorithm) ?? 'PS256'),
  authorizationSigningAlgorithm: strongOrDefault(client.authorizationSigningAlgorithm),
  // Null would be a request that nobody need sign.
  backchannelRequestSigningAlgorithm:
    client.backchannelRequestSigningAlgorithm &&
    (strongOrDefault(client.backchannelRequestSigningAlgorithm) ?? 'PS256'),
});

function findFapiProblem({ type, authenticationMethod }: UncheckedClient): string | undefined {
  if (type !== 'confidential') return 'FAPI 2.0 is for confidential clients: this one is public.';
  if (FAPI_METHODS.includes(authenticationMethod)) return undefined;
  return 'FAPI 2.0 demands private_key_jwt or mutual TLS of this client: it is registered for another method.';
}

const fapiRules = (client: UncheckedClient): ProfileRules => ({
  ...NO_PROFILE_RULES,
  problem: findFapiProblem(client),
  algorithms: FAPI_ALGORITHMS,
  maxCodeSeconds: FAPI_CODE_SECONDS,
  requiresRedirectUri: true,
});

interface Enforcement {
  readonly hold: (client: UncheckedClient) => Partial<UncheckedClient>;
  readonly rules: (client: UncheckedClient) => ProfileRules;
}

const PROFILES: Readonly<Record<ClientProfile, Enforcement>> = {
  oauth21: { hold: holdToOauth21, rules: () => NO_PROFILE_RULES },
  mcp: { hold: holdToMcp, rules: () => ({ ...NO_PROFILE_RULES, requiresResource: true }) },
  fapi2: { hold: holdToFapi, rules: fapiRules },
  'fapi2-message-signing': {
    hold: (client) => ({ ...holdToFapi(client), requiresRequestObject: true }),
    rules: (client) => ({
      ...fapiRules(client),
      requiresDatedRequestObject: true,
      requiresSignedAnswer: true,
      requiresSignedIntrospection: true,
    }),
  },
  legacy: { hold: () => ({}), rules: () => NO_PROFILE_RULES },
};

/**
 * A client as its profile lets it be, whatever its settings say: they are checked when they are saved, and what slipped
 * by, or was written to the database by hand, opens nothing. Made once for a snapshot, so that no request works it out.
 */
export function enforceProfile(client: UncheckedClient): Client {
  // A name that this version does not know is held to the strictest.
  const profile = Object.hasOwn(PROFILES, client.profile) ? client.profile : 'fapi2-message-signing';
  const { hold, rules } = PROFILES[profile];
  return { ...client, ...hold(client), rules: rules(client) };
}
