import type { ClientDetail, ClientEdit } from './application.dto.js';

/** What a client can be held to; the strictest for people's money last, and `legacy` for what cannot do better. */
export const CLIENT_PROFILES = ['oauth21', 'mcp', 'fapi2', 'fapi2-message-signing', 'legacy'] as const;
export type ClientProfile = (typeof CLIENT_PROFILES)[number];

/** Whether access tokens must be bound to a key: no, counted to see whether they could be, or always. */
export const SENDER_CONSTRAINTS = ['off', 'observed', 'required'] as const;
export type SenderConstraint = (typeof SENDER_CONSTRAINTS)[number];

/** Of the newest access tokens of a client whose sender constraint is observed, and of its calls. */
export interface TokenBindings {
  readonly tokens: number;
  /** Those that were bound to a key. */
  readonly bound: number;
  /** Of the newest one that was not, to the minute; null: none, as far back as is known. */
  readonly lastUnboundAt: string | null;
  /** Those that the gateway took from it in the last seven days, while it was observed. */
  readonly calls: number;
  /** Those whose access token was bound to no key: had it been demanded, they would have been refused. */
  readonly unboundCalls: number;
}

/** What of a client its profile looks at. */
export type ProfiledClient = Pick<
  ClientDetail,
  | 'type'
  | 'tokenEndpointAuthMethod'
  | 'jwks'
  | 'jwksUri'
  | 'grantTypes'
  | 'responseTypes'
  | 'redirectUris'
  | 'requiresPkce'
  | 'requiresPushedRequest'
  | 'requiresRequestObject'
  | 'dpopBoundAccessTokens'
  | 'certificateBoundAccessTokens'
  | 'senderConstraint'
  | 'refreshTokenMode'
  | 'accessTokenLifetimeSeconds'
  | 'accessTokenSigningAlgorithm'
  | 'idTokenSigningAlgorithm'
  | 'userinfoSigningAlgorithm'
  | 'authorizationSigningAlgorithm'
  | 'backchannelRequestSigningAlgorithm'
>;

interface Demand {
  /** The fields that it is about, of which the first is named where all of them contradict it. */
  readonly fields: readonly (keyof ProfiledClient)[];
  /** Of its fields, those that contradict it. */
  readonly findWrong: (client: ProfiledClient) => readonly (keyof ProfiledClient)[];
  /** The change that meets it; undefined: a person has to do something. */
  readonly mend?: (client: ProfiledClient) => ClientEdit | undefined;
  /** It is better so, and not refused otherwise. */
  readonly isAdvice?: true;
}

const when = (isWrong: boolean, field: keyof ProfiledClient): readonly (keyof ProfiledClient)[] =>
  isWrong ? [field] : [];

/** One demand about one field. */
const demand = (
  field: keyof ProfiledClient,
  isMet: (client: ProfiledClient) => boolean,
  mend?: Demand['mend'],
): Demand => ({
  fields: [field],
  findWrong: (client) => when(!isMet(client), field),
  ...(mend && { mend }),
});

const LEGACY: readonly string[] = ['password', 'implicit'];
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const KEY_METHODS: readonly string[] = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];
const FAPI_ALGORITHMS: readonly string[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];
export const MCP_ACCESS_TOKEN_SECONDS = 900;

const withoutGrants = (names: readonly string[]): Demand =>
  demand(
    'grantTypes',
    ({ grantTypes }) => !grantTypes.some((type) => names.includes(type)),
    ({ grantTypes }) => ({ grantTypes: grantTypes.filter((type) => !names.includes(type)) }),
  );

const hasToken = (type: string): boolean => type.split(' ').includes('token');

const ALGORITHM_FIELDS = [
  'accessTokenSigningAlgorithm',
  'idTokenSigningAlgorithm',
  'userinfoSigningAlgorithm',
  'authorizationSigningAlgorithm',
  'backchannelRequestSigningAlgorithm',
] as const;

const isWeak = (algorithm: string | null): boolean =>
  algorithm !== null && !FAPI_ALGORITHMS.includes(algorithm);

const isWeakKey = (key: unknown): boolean => {
  // What is no key at all is another rule's to say.
  if (typeof key !== 'object' || key === null) return false;
  const { alg, use } = key as Readonly<Record<string, unknown>>;
  return use !== 'enc' && typeof alg === 'string' && !FAPI_ALGORITHMS.includes(alg);
};

const hasWeakKey = ({ jwks }: ProfiledClient): boolean => {
  const keys: unknown = jwks?.keys;
  return Array.isArray(keys) && keys.some(isWeakKey);
};

const isBound = (client: ProfiledClient): boolean =>
  client.senderConstraint === 'required' ||
  client.dpopBoundAccessTokens ||
  client.certificateBoundAccessTokens;

/** What the profiles demand of a client's settings, each by its name. */
export const PROFILE_DEMANDS = {
  'no-legacy-grants': withoutGrants(LEGACY),
  'no-tokens-in-addresses': demand(
    'responseTypes',
    ({ responseTypes }) => !responseTypes.some(hasToken),
    ({ responseTypes }) => ({ responseTypes: responseTypes.filter((type) => !hasToken(type)) }),
  ),
  'code-alone': demand(
    'responseTypes',
    ({ responseTypes }) => responseTypes.every((type) => type === 'code'),
    () => ({ responseTypes: ['code'] }),
  ),
  confidential: demand('type', ({ type }) => type === 'confidential'),
  'key-authentication': demand(
    'tokenEndpointAuthMethod',
    (client) => KEY_METHODS.includes(client.tokenEndpointAuthMethod),
    ({ type, jwks, jwksUri }) =>
      type === 'confidential' && (jwks !== null || jwksUri !== null)
        ? { tokenEndpointAuthMethod: 'private_key_jwt' }
        : undefined,
  ),
  'strong-keys': demand('jwks', (client) => !hasWeakKey(client)),
  'no-device-grant': withoutGrants([DEVICE]),
  'pushed-requests': demand(
    'requiresPushedRequest',
    (client) => client.requiresPushedRequest,
    () => ({ requiresPushedRequest: true }),
  ),
  'signed-requests': demand(
    'requiresRequestObject',
    (client) => client.requiresRequestObject,
    () => ({ requiresRequestObject: true }),
  ),
  pkce: demand(
    'requiresPkce',
    ({ requiresPkce }) => requiresPkce,
    () => ({ requiresPkce: true }),
  ),
  'bound-tokens': demand('senderConstraint', isBound, () => ({ senderConstraint: 'required' })),
  'https-redirects': demand('redirectUris', ({ redirectUris }) =>
    redirectUris.every((uri) => uri.startsWith('https://')),
  ),
  'strong-signatures': {
    fields: ALGORITHM_FIELDS,
    findWrong: (client) => ALGORITHM_FIELDS.filter((field) => isWeak(client[field])),
    mend: (client) =>
      Object.fromEntries(
        ALGORITHM_FIELDS.filter((field) => isWeak(client[field])).map((field) => [
          field,
          // Without one it would no longer have to sign its requests; PS256 takes the same key.
          field === 'backchannelRequestSigningAlgorithm' ? 'PS256' : null,
        ]),
      ),
  },
  'kept-refresh-tokens': {
    ...demand(
      'refreshTokenMode',
      ({ refreshTokenMode }) => refreshTokenMode !== 'rotate',
      () => ({ refreshTokenMode: 'keep' }),
    ),
    isAdvice: true,
  },
  'rotated-refresh-tokens': demand(
    'refreshTokenMode',
    ({ refreshTokenMode }) => refreshTokenMode !== 'keep',
    () => ({ refreshTokenMode: 'rotate' }),
  ),
  'short-access-tokens': demand(
    'accessTokenLifetimeSeconds',
    (client) => client.accessTokenLifetimeSeconds <= MCP_ACCESS_TOKEN_SECONDS,
    () => ({ accessTokenLifetimeSeconds: MCP_ACCESS_TOKEN_SECONDS }),
  ),
} as const satisfies Readonly<Record<string, Demand>>;
export type ProfileDemand = keyof typeof PROFILE_DEMANDS;

/** What Gatehouse sees to by itself, with nothing to be set. */
export type ProfileAssurance =
  | 'strong-algorithms'
  | 'short-codes'
  | 'named-redirect'
  | 'answer-issuer'
  | 'named-resource'
  | 'dated-requests'
  | 'signed-answers'
  | 'signed-introspection';

const OAUTH21: readonly ProfileDemand[] = ['no-legacy-grants', 'no-tokens-in-addresses'];
const FAPI2: readonly ProfileDemand[] = [
  'confidential',
  'key-authentication',
  'strong-keys',
  'pushed-requests',
  'pkce',
  'bound-tokens',
  'code-alone',
  'https-redirects',
  'no-legacy-grants',
  'no-device-grant',
  'strong-signatures',
  'kept-refresh-tokens',
];
const FAPI2_ASSURED: readonly ProfileAssurance[] = [
  'strong-algorithms',
  'short-codes',
  'named-redirect',
  'answer-issuer',
];

/** What each profile demands of settings, and what Gatehouse demands of each request besides. */
export const PROFILES: Readonly<
  Record<
    ClientProfile,
    { readonly demands: readonly ProfileDemand[]; readonly assured: readonly ProfileAssurance[] }
  >
> = {
  oauth21: { demands: OAUTH21, assured: ['answer-issuer'] },
  mcp: {
    demands: ['no-legacy-grants', 'code-alone', 'pkce', 'short-access-tokens', 'rotated-refresh-tokens'],
    assured: ['named-resource', 'answer-issuer'],
  },
  fapi2: { demands: FAPI2, assured: FAPI2_ASSURED },
  'fapi2-message-signing': {
    demands: [...FAPI2, 'signed-requests'],
    assured: [...FAPI2_ASSURED, 'dated-requests', 'signed-answers', 'signed-introspection'],
  },
  legacy: { demands: [], assured: [] },
};

/** One demand, and the fields of a client that contradict it; none: it is met. */
export interface DemandState {
  readonly demand: ProfileDemand;
  readonly wrong: readonly (keyof ProfiledClient)[];
  readonly isAdvice: boolean;
}

const getDemand = (name: ProfileDemand): Demand => PROFILE_DEMANDS[name];

/** Every demand of a profile, and whether a client meets it. */
export const listDemands = (profile: ClientProfile, client: ProfiledClient): readonly DemandState[] =>
  PROFILES[profile].demands.map((name) => ({
    demand: name,
    wrong: getDemand(name).findWrong(client),
    isAdvice: getDemand(name).isAdvice === true,
  }));

/** The change that makes a client meet what a profile demands, as far as nobody has to do anything for it. */
export function fitToProfile(profile: ClientProfile, client: ProfiledClient): ClientEdit {
  return PROFILES[profile].demands.reduce<ClientEdit>((change, name) => {
    const { findWrong, mend } = getDemand(name);
    const changed = { ...client, ...change } as ProfiledClient;
    return findWrong(changed).length === 0 ? change : { ...change, ...mend?.(changed) };
  }, {});
}
