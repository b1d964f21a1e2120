// JWT bearer (RFC 7523 §2.1): a program that an operator trusts names the user in a JWT that it signs; nobody is asked.
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import * as client from 'openid-client';
import { callPhotoApi, configure, getUser, ISSUER, register, show } from './gatehouse.mjs';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** RFC 7515: header, claims and signature, each in base64url. @param {object} claims */
function sign(claims) {
  const encode = (/** @type {object} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode({ alg: 'ES256', kid: 'sample' })}.${encode(claims)}`;
  const signature = createSign('sha256').update(input).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const registered = await register(
  'JWT bearer',
  { kind: 'machine' },
  {
    grantTypes: [GRANT_TYPE],
    mayAssertUsers: true,
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'sample', alg: 'ES256', use: 'sig' }] },
  },
);
const { username } = await getUser();
const now = Math.floor(Date.now() / 1000);
const assertion = sign({
  iss: registered.clientId,
  sub: username,
  aud: ISSUER,
  iat: now,
  exp: now + 60,
  jti: randomUUID(),
});
const config = await configure(registered);
const tokens = await client.genericGrantRequest(config, GRANT_TYPE, { assertion, scope: 'photos' });
show(`The token endpoint answered, for ${username}`, tokens);
await callPhotoApi(tokens.access_token);
