import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** A key pair for a client, as two JWKs with one key ID: its thumbprint (RFC 7638). */
export interface ClientKey {
  readonly publicJwk: Record<string, unknown>;
  readonly privateJwk: Record<string, unknown> & { readonly kid: string };
}

/** An ES256 key pair. */
export async function generateClientKey(): Promise<ClientKey> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  const kid = await calculateJwkThumbprint(publicJwk);
  const facts = { kid, alg: 'ES256', use: 'sig' };
  return { publicJwk: { ...publicJwk, ...facts }, privateJwk: { ...privateJwk, ...facts } };
}
