import { createHash, X509Certificate } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { passThrough } from '../fixtures/browser.js';
import type { Identity } from '../fixtures/certificates.js';
import { makeProof } from '../fixtures/dpop.js';
import { makePkce, type Parameters } from '../fixtures/oauth.js';
import { PHOTOS } from './dpop-stage.js';
import { type FapiTlsStage, type Holder, openFapiTlsStage } from './fapi-mutual-tls-stage.js';
import { now, requestOf } from './fapi-stage.js';

let stage: FapiTlsStage;
beforeAll(async () => {
  stage = await openFapiTlsStage();
});
afterAll(() => stage.close());

const thumbprintOf = ({ certificate }: Identity): string =>
  createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');

type Kind = keyof FapiTlsStage['holders'];

/** What a holder gets by a code, with openid-client. */
async function obtainTokens(holder: Holder) {
  const configuration = await stage.configureFor(holder);
  const { verifier, challenge } = makePkce();
  const address = await openid.buildAuthorizationUrlWithPAR(
    configuration,
    requestOf(holder.client, { scope: 'openid photos', code_challenge: challenge }) as Record<string, string>,
  );
  const callback = await passThrough(stage.browser, Object.fromEntries(address.searchParams), stage.ada);
  const checks = { pkceCodeVerifier: verifier, expectedState: 'fapi' };
  return {
    configuration,
    tokens: await openid.authorizationCodeGrant(configuration, callback, checks),
  };
}

describe('a client of FAPI 2.0 whose access tokens are bound to its certificate (§5.3.2.1)', () => {
  it.each<Kind>(['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'])(
    'pushes, redeems, calls an API and UserInfo, and refreshes, by openid-client: %s',
    async (kind) => {
      const holder = stage.holders[kind];
      const { configuration, tokens } = await obtainTokens(holder);
      expect(tokens.token_type).toBe('bearer');
      const bound = { 'x5t#S256': thumbprintOf(holder.identity) };
      expect(decodeJwt(tokens.access_token)['cnf']).toEqual(bound);
      const photos = new URL(stage.gatehouse.gatewayUrl + PHOTOS);
      const call = await openid.fetchProtectedResource(configuration, tokens.access_token, photos, 'GET');
      expect(call.status).toBe(200);
      // RFC 8705 §5: the plain port sees no certificates, so that the metadata has to name another for this, too.
      const { sub } = await openid.fetchUserInfo(configuration, tokens.access_token, stage.ada.id);
      expect(sub).toBe(stage.ada.id);
      const renewed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
      expect(renewed.refresh_token).toBe(tokens.refresh_token);
      expect(decodeJwt(renewed.access_token)['cnf']).toEqual(bound);
    },
  );
});

describe('an access token that is bound to a certificate', () => {
  let accessToken: string;
  beforeAll(async () => {
    accessToken = (await obtainTokens(stage.holders.private_key_jwt)).tokens.access_token;
  });

  const forwardedAs = ({ certificate }: Identity) => ({
    'x-client-certificate': encodeURIComponent(certificate),
    'client-cert': `:${certificate.replace(/-----[^-]+-----|\s/g, '')}:`,
  });

  it.each<
    readonly [string, (stage: FapiTlsStage) => Identity | undefined, string, (own: Identity) => object]
  >([
    ['another certificate', ({ another }) => another, 'Bearer', () => ({})],
    ['no certificate', () => undefined, 'Bearer', () => ({})],
    ['its certificate in headers, from anybody', () => undefined, 'Bearer', forwardedAs],
    ['its certificate, after "DPoP "', ({ holders }) => holders.private_key_jwt.identity, 'DPoP', () => ({})],
  ])('opens neither an API nor UserInfo with %s', async (_, find, scheme, more) => {
    const own = stage.holders.private_key_jwt.identity;
    const headers = { authorization: `${scheme} ${accessToken}`, ...more(own) };
    const [api, info] = [stage.gatehouse.gatewayUrl + PHOTOS, `${stage.mtlsUrl}/oauth2/userinfo`];
    for (const address of [api, info])
      expect((await stage.send(find(stage), address, { headers })).status).toBe(401);
    // The same call with what it is bound to.
    const right = { headers: { authorization: `Bearer ${accessToken}` } };
    for (const address of [api, info]) expect((await stage.send(own, address, right)).status).toBe(200);
  });

  it('opens nothing with a proof that it is not bound to', async () => {
    const address = stage.gatehouse.gatewayUrl + PHOTOS;
    const headers = {
      authorization: `DPoP ${accessToken}`,
      dpop: await makeProof(stage.maker, 'GET', address, { accessToken }),
    };
    expect((await stage.send(stage.another, address, { headers })).status).toBe(401);
  });
});

interface Attempt {
  readonly kind: Kind;
  readonly by: (stage: FapiTlsStage) => Identity | undefined;
  readonly path?: '/oauth2/par' | '/oauth2/token';
  /** Claims of its assertion; undefined: none is sent. */
  readonly claims?: (stage: FapiTlsStage) => Readonly<Record<string, unknown>>;
  readonly header?: { readonly alg: string; readonly kid: string };
}

const own =
  (kind: Kind) =>
  ({ holders }: FapiTlsStage): Identity =>
    holders[kind].identity;

/** Status and error of a request over TLS with a refresh token that would do, or of a pushed request that would. */
async function attempt(
  { kind, by, path = '/oauth2/token', claims, header }: Attempt,
  refreshToken: string,
): Promise<readonly [number, unknown]> {
  const { client } = stage.holders[kind];
  const assertion =
    claims && (await stage.assert({ iss: client.clientId, sub: client.clientId, ...claims(stage) }, header));
  const parameters: Parameters = {
    ...(path === '/oauth2/par'
      ? requestOf(client)
      : { grant_type: 'refresh_token', refresh_token: refreshToken }),
    client_id: client.clientId,
    ...(assertion !== undefined && {
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }),
  };
  const body = new URLSearchParams(parameters as Record<string, string>).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await stage.send(by(stage), stage.mtlsUrl + path, { method: 'POST', headers, body });
  return [response.status, ((await response.json()) as { error?: unknown }).error];
}

describe('a downgrade', () => {
  const refreshTokens = new Map<Kind, string>();
  beforeAll(async () => {
    for (const kind of ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'] as const)
      refreshTokens.set(kind, (await obtainTokens(stage.holders[kind])).tokens.refresh_token ?? '');
  });

  const key = 'private_key_jwt';
  const name = 'tls_client_auth';
  const self = 'self_signed_tls_client_auth';
  const right = () => ({});
  const invalid: readonly [number, string] = [401, 'invalid_client'];
  const unbound: readonly [number, string] = [400, 'invalid_request'];

  it.each<readonly [string, Attempt, readonly [number, string | undefined]]>([
    [
      'none: an assertion, over the certificate',
      { kind: key, by: own(key), claims: right },
      [200, undefined],
    ],
    ['none: the named certificate', { kind: name, by: own(name) }, [200, undefined]],
    ['none: the registered certificate', { kind: self, by: own(self) }, [200, undefined]],
    [
      'an assertion, and no certificate to bind to',
      { kind: key, by: () => undefined, claims: right },
      unbound,
    ],
    ['the certificate alone, of a client that signs', { kind: key, by: own(key) }, invalid],
    ['another certificate of the authority', { kind: name, by: ({ another }) => another }, invalid],
    ['the same name from another authority', { kind: name, by: ({ forged }) => forged }, invalid],
    ['no certificate', { kind: name, by: () => undefined }, invalid],
    [
      'a certificate whose key is of another kind than the registered one',
      { kind: self, by: ({ another }) => another },
      invalid,
    ],
    ['RS256', { kind: key, by: own(key), claims: right, header: { alg: 'RS256', kid: 'rsa' } }, invalid],
    [
      'an assertion for the endpoint',
      { kind: key, by: own(key), claims: ({ mtlsUrl }) => ({ aud: `${mtlsUrl}/oauth2/token` }) },
      invalid,
    ],
    [
      'an assertion for the origin of the TLS port',
      { kind: key, by: own(key), claims: ({ mtlsUrl }) => ({ aud: mtlsUrl }) },
      invalid,
    ],
    [
      'an assertion from before',
      { kind: key, by: own(key), claims: () => ({ iat: now() - 400, exp: now() - 90 }) },
      invalid,
    ],
    [
      'a pushed request of RS256',
      { kind: key, by: own(key), path: '/oauth2/par', claims: right, header: { alg: 'RS256', kid: 'rsa' } },
      invalid,
    ],
    ['a pushed request of nobody', { kind: name, by: () => undefined, path: '/oauth2/par' }, invalid],
  ])('by %s', async (_, made, expected) => {
    expect(await attempt(made, refreshTokens.get(made.kind) ?? '')).toEqual(expected);
  });

  it('by an assertion that was used before is refused', async () => {
    const jti = 'once';
    const made: Attempt = { kind: key, by: own(key), claims: () => ({ jti }) };
    const refreshToken = refreshTokens.get(key) ?? '';
    expect(await attempt(made, refreshToken)).toEqual([200, undefined]);
    expect(await attempt(made, refreshToken)).toEqual(invalid);
  });

  it('by a request in the address, not pushed, is refused', async () => {
    const { client } = stage.holders[name];
    const request = { client_id: client.clientId, ...requestOf(client) } as Record<string, string>;
    const callback = await stage.browser.authorize(request);
    expect(callback.searchParams.get('error')).toBe('invalid_request');
    expect(callback.searchParams.get('code')).toBeNull();
  });

  it('by a token request without proof and certificate is refused, where either would do', async () => {
    expect((await stage.fetchToken(undefined)).body['error']).toBe('invalid_dpop_proof');
    expect((await stage.fetchToken(await stage.prove())).status).toBe(200);
  });
});

const dated = (claim: 'iat' | 'nbf', ahead: number) => ({ iat: now(), nbf: now(), [claim]: now() + ahead });

describe.each<readonly ['iat' | 'nbf']>([['iat'], ['nbf']])('%s of a clock that is ahead', (claim) => {
  // §5.3.2.1: up to 10 seconds "shall" be accepted, more than 60 "shall" be refused.
  it.each<readonly [number, boolean]>([
    [0, true],
    [10, true],
    [70, false],
    [3600, false],
  ])('by %i seconds: %p', async (ahead, isTaken) => {
    const times = dated(claim, ahead);
    const assertion = await stage.assert({ ...times, exp: now() + ahead + 60 });
    const pushed = await stage.push(requestOf(stage.client), assertion);
    expect(['assertion', pushed.status]).toEqual(['assertion', isTaken ? 201 : 401]);

    const { client, gatehouse, keys } = stage;
    const request = await new SignJWT({
      iss: client.clientId,
      aud: gatehouse.issuer,
      client_id: client.clientId,
      ...requestOf(client),
      ...times,
      exp: now() + 120,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'ec', typ: 'oauth-authz-req+jwt' })
      .sign(keys.ec);
    const signed = await stage.push({ request });
    expect(['request object', signed.status]).toEqual(['request object', isTaken ? 201 : 400]);

    if (claim === 'nbf') return;
    const proof = await makeProof(stage.maker, 'POST', stage.tokenAddress, { claims: { iat: times.iat } });
    const proven = await stage.fetchToken(proof);
    expect(['proof', proven.status]).toEqual(['proof', isTaken ? 200 : 400]);
  });
});
