import type { ProviderAuthentication } from '@gatehouse/gateway-core';
import * as openid from 'openid-client';
import { readPrivateKey } from './upstream-tokens/private-key.js';
import type { ProviderSecrets } from './upstream-tokens/provider-secrets.js';

interface Registration {
  readonly authenticationMethod: ProviderAuthentication;
  /** `kid` of the private key; null: none is sent. */
  readonly keyId: string | null;
}

/** How Gatehouse proves to the authorization server of others who it is (RFC 6749 §2.3, RFC 7523 §2.2). */
export async function findAuthentication(
  { authenticationMethod, keyId }: Registration,
  { clientSecret, privateKey }: ProviderSecrets,
): Promise<openid.ClientAuth> {
  switch (authenticationMethod) {
    case 'client_secret_basic':
      return openid.ClientSecretBasic(clientSecret);
    case 'client_secret_post':
      return openid.ClientSecretPost(clientSecret);
    case 'none':
      return openid.None();
    case 'private_key_jwt': {
      const { key } = await readPrivateKey(privateKey ?? '');
      return openid.PrivateKeyJwt(keyId === null ? key : { key, kid: keyId });
    }
  }
}
