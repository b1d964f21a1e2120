import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/**
 * A client's key, and the proofs that it makes (RFC 9449 §4.2): another one for every request.
 * @param {string} method
 * @param {string} address
 * @param {string} [accessToken]
 * @returns {(key: import('node:crypto').KeyPairKeyObjectResult) => () => string} makes header lines
 */
export const proofsOf = (method, address, accessToken) => (key) => {
  const encode = (/** @type {unknown} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const jwk = key.publicKey.export({ format: 'jwk' });
  const header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk });
  const ath = accessToken && createHash('sha256').update(accessToken).digest('base64url');
  const options = /** @type {const} */ ({ key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  let made = 0;
  return () => {
    made += 1;
    const claims = { jti: `${process.pid}-${performance.now()}-${made}`, iat: Math.floor(Date.now() / 1000) };
    const input = `${header}.${encode({ htm: method, htu: address, ath, ...claims })}`;
    return `DPoP: ${input}.${sign('sha256', Buffer.from(input), options).toString('base64url')}`;
  };
};

export const makeProofKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** More than any server answers in a second here. */
const MOST_PER_SECOND = 9_000;

/**
 * Makes as many lines beforehand as will be needed: the generator shares its cores with what is measured.
 * @param {() => string} make
 * @returns {(seconds: number) => () => string}
 */
export const inAdvance = (make) => (seconds) => {
  const lines = Array.from({ length: Math.ceil(seconds * MOST_PER_SECOND) }, make);
  return () => lines.pop() ?? make();
};
