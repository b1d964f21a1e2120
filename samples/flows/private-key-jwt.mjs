// Client authentication by a signed assertion (RFC 7523 §2.2, private_key_jwt): no secret ever leaves the client.
import { webcrypto } from 'node:crypto';
import * as client from 'openid-client';
import { callPhotoApi, configure, register, say, show } from './gatehouse.mjs';

const { privateKey, publicKey } = await webcrypto.subtle.generateKey(
  { name: 'ECDSA', namedCurve: 'P-256' },
  true,
  ['sign', 'verify'],
);
const publicJwk = {
  ...(await webcrypto.subtle.exportKey('jwk', publicKey)),
  kid: 'sample',
  alg: 'ES256',
  use: 'sig',
};
const registered = await register(
  'private_key_jwt',
  { kind: 'machine' },
  { tokenEndpointAuthMethod: 'private_key_jwt', jwks: { keys: [publicJwk] } },
);
const config = await configure(registered, client.PrivateKeyJwt({ key: privateKey, kid: 'sample' }));
const tokens = await client.clientCredentialsGrant(config, { scope: 'photos' });
show('The token endpoint answered', tokens);
await callPhotoApi(tokens.access_token);
say('Gatehouse has seen a signature and knows the public key; there is nothing for it to lose.');
