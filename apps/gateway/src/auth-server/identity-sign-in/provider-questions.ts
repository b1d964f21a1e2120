import type { AuthorizationRequest } from '@gatehouse/oauth-core';
import type { IdentityProvider } from '@gatehouse/persistence';
import * as openid from 'openid-client';
import { configureIdentityProvider, openIdentitySecrets } from '../../platform/identity-providers.js';
import type { Platform } from '../../platform/platform.tokens.js';

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** What goes to the provider with the browser, and what must come back. */
export interface ProviderStart {
  readonly location: string;
  readonly nonce: string;
  readonly verifier: string;
}

type Parts = Pick<Platform, 'outsideServers' | 'sealing'>;

const configure = ({ outsideServers, sealing }: Parts, provider: IdentityProvider) =>
  configureIdentityProvider(
    outsideServers,
    provider,
    openIdentitySecrets(sealing, provider.id, provider.sealedSecrets),
  );

/** OpenID Connect Core §3.1.2.1: what a client asks of the sign-in here is asked of the sign-in there. */
function listDemands(request: AuthorizationRequest): Record<string, string> {
  const { prompts, maxAgeSeconds, loginHint, uiLocales } = request;
  const mustSignIn = prompts.includes('login');
  const prompt = [mustSignIn && 'login', prompts.includes('select_account') && 'select_account'];
  const maxAge = mustSignIn ? 0 : maxAgeSeconds;
  return {
    ...(prompt.some(Boolean) && { prompt: prompt.filter(Boolean).join(' ') }),
    ...(maxAge !== null && { max_age: String(maxAge) }),
    ...(loginHint !== null && { login_hint: loginHint }),
    ...(uiLocales.length > 0 && { ui_locales: uiLocales.join(' ') }),
  };
}

/** Where the browser goes: code flow with PKCE, state and nonce. @throws errors of openid-client and the guarded fetch */
export async function startAtProvider(
  parts: Parts,
  provider: IdentityProvider,
  request: AuthorizationRequest,
  { state, redirectUri }: { readonly state: string; readonly redirectUri: string },
): Promise<ProviderStart> {
  const [nonce, verifier] = [openid.randomNonce(), openid.randomPKCECodeVerifier()];
  const location = openid.buildAuthorizationUrl(await configure(parts, provider), {
    ...listDemands(request),
    scope: provider.settings.scopes.join(' '),
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { location: location.href, nonce, verifier };
}

/**
 * The claims of who came back, of the ID token and, where the provider has it, of UserInfo. openid-client verifies state,
 * issuer (RFC 9207), signature, audience, times and nonce (OpenID Connect Core §3.1.3.7), and that UserInfo is about the
 * same subject (§5.3.2).
 * @param callback the address that the browser came back to
 * @throws errors of openid-client and the guarded fetch
 */
export async function finishAtProvider(
  parts: Parts,
  provider: IdentityProvider,
  callback: URL,
  { state, nonce, verifier }: { readonly state: string; readonly nonce: string; readonly verifier: string },
): Promise<Claims> {
  const config = await configure(parts, provider);
  const tokens = await openid.authorizationCodeGrant(config, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (idToken === undefined) throw new Error('it gave no ID token');
  if (config.serverMetadata().userinfo_endpoint === undefined) return idToken;
  const userinfo = await openid.fetchUserInfo(config, tokens.access_token, idToken.sub);
  // What is signed counts where both say it.
  return { ...userinfo, ...idToken };
}
