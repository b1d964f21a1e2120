import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { hashSecret } from '../kernel/secrets.js';
import { ACCESS_TOKEN_TYPE } from '../rfc8693-token-exchange/presented-tokens.js';
import { TOKEN_EXCHANGE_GRANT_TYPE } from '../rfc8693-token-exchange/token-exchange.grant.js';
import type { TokenResponse } from '../rfc6749-framework/grant.js';
import { aClient, anAccessToken } from './builders.js';
import { createTestPlane, type TestPlane } from './token-plane.js';

export const FLICKR = 'https://api.example/flickr';
export const PRINTS = 'https://api.example/prints';

/** A client whose access tokens nobody may exchange, and that may exchange nobody's. */
export const stranger = aClient({ clientId: 'stranger' });

/** The print service behind the shop: it may exchange the shop's access tokens, opaque for a change. */
export const aService = (changes: Partial<Client> = {}): Client =>
  aClient({
    clientId: 'print-service',
    accessTokenFormat: 'opaque',
    exchangeableClients: ['print-shop'],
    ...changes,
  });

/** The shop, the service behind it, and a stranger. */
export function createExchangeStage(changes: Partial<Client> = {}): {
  readonly plane: TestPlane;
  readonly service: Client;
} {
  const service = aService(changes);
  return { plane: createTestPlane({ others: [service, stranger] }), service };
}

/** Stores an access token of the shop's user, good for photos and albums at two APIs, and returns its text. */
export async function insertToken(plane: TestPlane, changes: Partial<AccessToken> = {}): Promise<string> {
  const text = plane.world.randomSecret();
  const accessToken = anAccessToken({
    scopes: new Set(['photos', 'albums']),
    audience: [FLICKR, PRINTS],
    ...changes,
  });
  await plane.stores.accessTokens.insert({ tokenHash: hashSecret(text), accessToken });
  return text;
}

/** Sends an exchange of an access token. */
export const exchange = (
  plane: TestPlane,
  client: Client,
  subject_token: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<TokenResponse> =>
  plane.request(
    TOKEN_EXCHANGE_GRANT_TYPE,
    { subject_token, subject_token_type: ACCESS_TOKEN_TYPE, ...parameters },
    client,
  );

/** The parameters that present an actor token. */
export const actorParameters = (actor_token: string): Readonly<Record<string, string>> => ({
  actor_token,
  actor_token_type: ACCESS_TOKEN_TYPE,
});

/** What differs in an access token that the service got for itself. */
export const aServiceToken = (changes: Partial<AccessToken> = {}): Partial<AccessToken> => ({
  clientId: 'print-service',
  subject: 'print-service',
  userId: null,
  grantId: null,
  authorizationId: null,
  ...changes,
});
