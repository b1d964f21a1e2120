import { createHmac } from 'node:crypto';
import { CompactSign, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from 'jose';
import type { JsonWebKeySet } from '../kernel/client-settings.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { aSigningKey, type TestSigningKey } from '../testing/builders.js';
import { verifyOutsideJwt } from './verify-outside.js';

const own = aSigningKey({ kid: 'own' });
const foreign = aSigningKey({ kid: 'own' });
const CLAIMS = { iss: 'https://idp.example', sub: 'ada' };

const sign = (header: Partial<JWTHeaderParameters> = {}, key: TestSigningKey = own): Promise<string> =>
  new SignJWT(CLAIMS)
    .setProtectedHeader({ alg: key.algorithm, typ: 'at+jwt', kid: key.kid, ...header })
    .sign(key.privateKey, { crit: { colour: true } });

const setOf = (...keys: TestSigningKey[]): JsonWebKeySet => ({
  keys: keys.map(({ publicJwk }) => publicJwk),
});

const open = (
  text: string,
  keys: JsonWebKeySet = setOf(own),
  rules: Partial<Parameters<typeof verifyOutsideJwt>[1]> = {},
): Promise<unknown> =>
  verifyOutsideJwt(text, { algorithms: ['ES256'], requiresAccessTokenType: true, ...rules }, () =>
    Promise.resolve(keys),
  );

describe('a JWT access token of another issuer (RFC 9068 §4)', () => {
  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'] as const)('is opened with its %s key', async (algorithm) => {
    const key = aSigningKey({ algorithm });
    const text = await sign({}, key);
    expect(await open(text, setOf(key), { algorithms: [algorithm] })).toEqual(CLAIMS);
    await expect(open(text, setOf(key), { algorithms: ['ES512'] })).rejects.toThrow(/not among those/);
  });

  it('asks for the keys by its kid, once its header can be accepted', async () => {
    const asked: unknown[] = [];
    const rules = { algorithms: ['ES256'], requiresAccessTokenType: true };
    const getKeys = (kid: string | undefined): Promise<JsonWebKeySet> => {
      asked.push(kid);
      return Promise.resolve(setOf(own));
    };
    await verifyOutsideJwt(await sign(), rules, getKeys);
    await expect(verifyOutsideJwt(await sign({ typ: 'JWT' }), rules, getKeys)).rejects.toThrow(OAuthError);
    expect(asked).toEqual(['own']);
  });

  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt'])('may say %s', async (typ) => {
    expect(await open(await sign({ typ }))).toEqual(CLAIMS);
  });

  it.each(['JWT', 'logout+jwt', 'secevent+jwt', 'dpop+jwt', ''])('may not say %j', async (typ) => {
    await expect(open(await sign({ typ }))).rejects.toThrow(/^invalid_token: the typ/);
  });

  it.each([
    ['JWT', true],
    [undefined, true],
    ['logout+jwt', false],
    ['dpop+jwt', false],
  ])('of an issuer without the type may say %j: %s', async (typ, isGood) => {
    const text = await sign({ ...(typ === undefined ? { typ: undefined as unknown as string } : { typ }) });
    const outcome = open(text, setOf(own), { requiresAccessTokenType: false }).then(
      () => true,
      () => false,
    );
    expect(await outcome).toBe(isGood);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['without a signature (RFC 8725 §3.2)', () => new UnsecuredJWT(CLAIMS).encode()],
    ['of another key under the same kid', () => sign({}, foreign)],
    ['of a key that it brings along (RFC 8725 §3.10)', () => sign({ jwk: foreign.publicJwk }, foreign)],
    ['of a kid that is no name of a key', () => sign({ kid: '../own' })],
    ['with an extension that must be understood', () => sign({ crit: ['colour'], colour: 'red' })],
    ['with an extension that jose understands', () => sign({ crit: ['b64'], b64: true })],
    ['that is no JWT', () => 'text'],
    ['that was changed', async () => (await sign()).replace('.', '.e30')],
  ])('is refused: %s', async (_, make) => {
    await expect(open(await make())).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('is refused with an HMAC under the public key, even where that were allowed (RFC 8725 §2.1)', async () => {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'own' })}.${encode(CLAIMS)}`;
    const secret = own.publicKey.export({ format: 'pem', type: 'spki' });
    const text = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    await expect(open(text)).rejects.toThrow(/not among those/);
    await expect(open(text, setOf(own), { algorithms: ['HS256', 'none'] })).rejects.toThrow(OAuthError);
  });

  it('is refused where its payload is no object', async () => {
    const text = await new CompactSign(Buffer.from('[]'))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
      .sign(own.privateKey);
    await expect(open(text)).rejects.toThrow(OAuthError);
  });
});
