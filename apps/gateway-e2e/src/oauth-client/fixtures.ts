import { randomBytes } from 'node:crypto';
import type { ApiDetail, ApiInput, ProviderDetail, ProviderInput, RouteInput } from '@gatehouse/dto';
import { startUpstream, type Upstream } from '../gateway/upstream.js';
import {
  type OutsideProvider,
  type OutsideOptions,
  startOutsideProvider,
} from '../fixtures/outside-provider.js';
import type { Stage } from '../fixtures/stage.js';

export const SECRET = randomBytes(24).toString('base64url');

/** A machine's client at the outside provider. */
export const MACHINE = {
  client_id: 'gateway',
  client_secret: SECRET,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
} as const;

export const startProvider = (options: Partial<OutsideOptions> = {}): Promise<OutsideProvider> =>
  startOutsideProvider({ clients: () => [MACHINE], ...options });

let count = 0;
/** A profile as JSON. */
export type ProviderBody = { [Name in keyof ProviderInput]: ProviderInput[Name] };

/** A profile that works as it is; a test changes one field. */
export const describeProvider = (
  { issuer }: OutsideProvider,
  changes: Partial<ProviderInput> = {},
): ProviderBody => ({
  name: `Partner ${(count += 1)}`,
  flow: 'client_credentials',
  issuer,
  clientId: MACHINE.client_id,
  authenticationMethod: 'client_secret_basic',
  clientSecret: SECRET,
  scopes: [],
  ...changes,
});

export const addProvider = (
  { admin }: Pick<Stage, 'admin'>,
  outside: OutsideProvider,
  changes: Partial<ProviderInput> = {},
): Promise<ProviderDetail> => admin.post('/api/providers', describeProvider(outside, changes));

const PUBLIC: RouteInput = { methods: [], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' };

/** Publishes an API whose upstream trusts the provider; anybody may call it. */
export async function publishFor(
  { admin }: Pick<Stage, 'admin'>,
  upstream: Upstream,
  providerId: string | null,
  changes: Partial<ApiInput> = {},
): Promise<ApiDetail> {
  const basePath = `/partner-${(count += 1)}`;
  const input = {
    name: basePath,
    basePath,
    targets: [{ url: upstream.url }],
    providerId,
    routes: [PUBLIC],
    ...changes,
  };
  return admin.post<ApiDetail>('/api/apis', input);
}

/** A service that asks the provider whether an access token lives, and answers 401 where it does not. */
export async function startProtectedUpstream(outside: OutsideProvider): Promise<Upstream> {
  const upstream = await startUpstream();
  const echo = upstream.behaviour;
  upstream.behaviour = (request, response) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    void outside.isAccessToken(token).then((isGood) => {
      if (isGood) return echo(request, response);
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end('who are you?');
    });
  };
  return upstream;
}

/** The access token that came with the last call. */
export const lastToken = ({ seen }: Upstream): string =>
  String(seen.at(-1)?.headers['authorization']).replace('Bearer ', '');
