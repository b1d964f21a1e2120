import { type IdentityProvider, SEALED_AS } from '@gatehouse/persistence';
import * as openid from 'openid-client';
import { findAuthentication } from './outside-authentication.js';
import type { OutsideServers } from './outside-servers.js';
import type { Sealing } from './sealing.js';
import type { ProviderSecrets } from './upstream-tokens/provider-secrets.js';

/** What an operator entered, and never sees again. */
export type IdentityProviderSecrets = Pick<ProviderSecrets, 'clientSecret' | 'privateKey'>;

/** Where browsers come back to from identity providers; each has an address of its own below it (RFC 9700 §4.4.2.2). */
export const SIGN_IN_CALLBACK = '/sign-in/callback/';

export const sealIdentitySecrets = (sealing: Sealing, id: string, secrets: IdentityProviderSecrets): Buffer =>
  sealing.seal(Buffer.from(JSON.stringify(secrets)), SEALED_AS.identityProvider(id));

export const openIdentitySecrets = (
  sealing: Sealing,
  id: string,
  sealed: Buffer | null,
): IdentityProviderSecrets =>
  sealed === null
    ? {}
    : (JSON.parse(
        sealing.open(sealed, SEALED_AS.identityProvider(id)).toString(),
      ) as IdentityProviderSecrets);

/**
 * What a provider says of itself (OpenID Connect Discovery §4).
 * @throws Error of openid-client or of the guarded fetch
 */
export async function discoverIdentityProvider(
  servers: OutsideServers,
  issuer: string,
): Promise<openid.ServerMetadata> {
  const metadata = await servers.discover(issuer);
  const lacks = (['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).find(
    (name) => metadata[name] === undefined,
  );
  if (lacks !== undefined) throw new Error(`its metadata has no ${lacks}`);
  return metadata;
}

/** Gatehouse as the provider's client. The signatures of ID tokens are verified, wherever they come from. */
export async function configureIdentityProvider(
  servers: OutsideServers,
  { issuer, settings }: IdentityProvider,
  secrets: IdentityProviderSecrets,
): Promise<openid.Configuration> {
  const metadata = await discoverIdentityProvider(servers, issuer);
  const config = servers.configure(metadata, settings.clientId, await findAuthentication(settings, secrets));
  openid.enableNonRepudiationChecks(config);
  return config;
}
