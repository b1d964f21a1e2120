import { randomBytes, randomUUID } from 'node:crypto';
import type { ClientDetail } from '@gatehouse/dto';
import { hashSecret } from '@gatehouse/oauth-core';
import { type NewSecret, SEALED_AS } from '@gatehouse/persistence';
import type { Sealing } from '../sealing.js';

/** 256 random bits; letters, digits, - and _. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');

/** Makes one more secret of a client: as it is shown this once, and as it is kept. */
export function issueSecret(
  { clientId, tokenEndpointAuthMethod }: Pick<ClientDetail, 'clientId' | 'tokenEndpointAuthMethod'>,
  sealing: Sealing,
): { readonly clientSecret: string; readonly secret: NewSecret } {
  const clientSecret = makeSecret();
  const id = randomUUID();
  // An HMAC needs the secret itself (OpenID Connect Core §9 client_secret_jwt).
  const isSealed = tokenEndpointAuthMethod === 'client_secret_jwt';
  const sealedSecret = isSealed ? sealing.seal(Buffer.from(clientSecret), SEALED_AS.clientSecret(id)) : null;
  return { clientSecret, secret: { id, clientId, secretHash: hashSecret(clientSecret), sealedSecret } };
}
