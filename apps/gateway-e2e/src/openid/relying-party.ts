import * as openid from 'openid-client';
import { type Browser, createBrowserOf, passThrough } from '../fixtures/browser.js';
import type { Person, Stage, TestClient } from '../fixtures/stage.js';

/*
 * A relying party as openid-client makes one: it refuses whatever OpenID Connect does not allow.
 */

/** Discovers the provider; `extra` switches on other response types or modes. */
export function discoverProvider(
  { gatehouse }: Stage,
  client: TestClient,
  extra: readonly ((configuration: openid.Configuration) => void)[] = [],
  metadata?: Partial<openid.ClientMetadata>,
): Promise<openid.Configuration> {
  const { method, clientId, clientSecret = '' } = client;
  const authentication = method === 'none' ? openid.None() : openid.ClientSecretBasic(clientSecret);
  return openid.discovery(new URL(gatehouse.issuer), clientId, metadata, authentication, {
    execute: [openid.allowInsecureRequests, ...extra],
  });
}

export interface SignInOptions {
  readonly client: TestClient;
  readonly person?: Person;
  readonly browser?: Browser;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly extra?: readonly ((configuration: openid.Configuration) => void)[];
  /** What the relying party expects of its registration. */
  readonly metadata?: Partial<openid.ClientMetadata>;
}

/** What a relying party knows after a sign-in. */
export interface SignedIn {
  readonly configuration: openid.Configuration;
  readonly callback: URL;
  readonly tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;
  readonly nonce: string;
  readonly browser: Browser;
}

/** Signs a person in at the relying party, from the first request to the tokens. */
export async function signInAt(stage: Stage, options: SignInOptions): Promise<SignedIn> {
  const { client, person = stage.ada, browser = createBrowserOf(stage) } = options;
  const configuration = await discoverProvider(stage, client, options.extra, options.metadata);
  const verifier = openid.randomPKCECodeVerifier();
  const [nonce, state] = [openid.randomNonce(), openid.randomState()];
  const address = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: client.redirectUri,
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...options.parameters,
  });
  const callback = await passThrough(browser, Object.fromEntries(address.searchParams), person);
  const maxAge = options.parameters?.['max_age'];
  const tokens = await openid.authorizationCodeGrant(configuration, callback, {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
    ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
  });
  return { configuration, callback, tokens, nonce, browser };
}
