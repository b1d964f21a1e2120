import { SignJWT } from 'jose';
import { createProofMaker, makeProof, type ProofMaker } from '../fixtures/dpop.js';
import { type Parameters, postForm } from '../fixtures/oauth.js';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { PHOTOS } from './dpop-stage.js';
import { type FapiStage, now, openFapiStage, requestOf } from './fapi-stage.js';

/* FAPI 2.0 Security Profile §5.4.1: PS256, ES256 and EdDSA, of whatever a client signs. */

let stage: FapiStage;
beforeAll(async () => {
  stage = await openFapiStage('fapi2');
});
afterAll(closeGatewayStage);

/** The same RSA key, for RS256. */
async function weaken(maker: ProofMaker): Promise<ProofMaker> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', maker.privateKey);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
  return { ...maker, jwk: { ...maker.jwk, alg: 'RS256' }, privateKey };
}

describe('a proof of it (§5.4.1)', () => {
  /** An access token that is bound to a key, by a proof that holds. */
  async function obtain(maker: ProofMaker, scope: string): Promise<string> {
    const parameters = { grant_type: 'client_credentials', scope, ...(await stage.authenticate()) };
    const headers = { dpop: await makeProof(maker, 'POST', stage.tokenAddress) };
    const body = new URLSearchParams(parameters);
    const response = await fetch(stage.tokenAddress, { method: 'POST', headers, body });
    return ((await response.json()) as { readonly access_token: string }).access_token;
  }

  /** The error that each place answers a proof with; undefined: none. */
  async function askEverywhere(maker: ProofMaker, by = maker): Promise<unknown[]> {
    const { gatewayUrl, adminUrl, issuer } = stage.gatehouse;
    const ofApi = await obtain(by, 'photos');
    const ofAdmin = await obtain(by, 'gatehouse.read');
    const places = [
      gatewayUrl + PHOTOS,
      `${issuer}/oauth2/userinfo`,
      `${issuer}/oauth2/tokeninfo`,
      `${issuer}/ssf/stream`,
      `${adminUrl}/api/scopes`,
    ];
    const answers = places.map(async (address) => {
      const accessToken = address.startsWith(adminUrl) ? ofAdmin : ofApi;
      const dpop = await makeProof(maker, 'GET', address, { accessToken });
      const response = await fetch(address, { headers: { authorization: `DPoP ${accessToken}`, dpop } });
      if (response.ok) return undefined;
      return /error="(\w+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
    });
    const body = new URLSearchParams({
      ...(await stage.authenticate()),
      ...(requestOf(stage.client) as Record<string, string>),
    });
    const dpop = await makeProof(maker, 'POST', `${issuer}/oauth2/par`);
    const pushed = await fetch(`${issuer}/oauth2/par`, { method: 'POST', headers: { dpop }, body });
    const { error } = (await pushed.json()) as { readonly error?: unknown };
    return [...(await Promise.all(answers)), error];
  }

  it.each(['ES256', 'PS256', 'EdDSA'])('is taken wherever there are proofs: %s', async (algorithm) => {
    // Whoever has no user, and no stream, is told so: the proof was good.
    const other = 'insufficient_scope';
    expect(await askEverywhere(await createProofMaker(algorithm))).toEqual([
      undefined,
      other,
      undefined,
      other,
      undefined,
      undefined,
    ]);
  });

  it('is refused wherever there are proofs when it is of RS256, by the very key that the access token is bound to', async () => {
    const maker = await createProofMaker('PS256');
    const refused = Array.from({ length: 6 }, () => 'invalid_dpop_proof');
    expect(await askEverywhere(await weaken(maker), maker)).toEqual(refused);
  });
});

describe('a signed request for somebody who is elsewhere (CIBA)', () => {
  const CIBA = 'urn:openid:params:grant-type:ciba';
  const pathOf = () => `/api/applications/${stage.client.applicationId}/clients/${stage.client.clientId}`;

  it('cannot be registered for RS256, and is signed with PS256 where the database says RS256', async () => {
    const change = { backchannelRequestSigningAlgorithm: 'RS256' };
    const { status, body } = await stage.admin.request('PATCH', pathOf(), { version: 2, ...change });
    expect([status, JSON.stringify(body)]).toEqual([
      400,
      expect.stringMatching(/backchannelRequestSigningAlgorithm.*profile-strong-signatures/),
    ]);
    await stage.slip(`grant_types = grant_types || ARRAY['${CIBA}'],
      settings = settings || '{"backchannelRequestSigningAlgorithm": "RS256"}'`);
    const { client, gatehouse, keys, ada } = stage;
    const sign = (alg: string): Promise<string> =>
      new SignJWT({ scope: 'openid', login_hint: ada.username, jti: alg, nbf: now() })
        .setProtectedHeader({ alg, kid: 'rsa' })
        .setIssuer(client.clientId)
        .setAudience(gatehouse.issuer)
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(alg === 'RS256' ? keys.weak : keys.rsa);
    const ask = async (parameters: Parameters): Promise<readonly unknown[]> => {
      const form = { ...(await stage.authenticate()), ...parameters };
      const answer = await postForm(stage, '/oauth2/bc-authorize', form);
      return [answer.status, answer.body['error_description']];
    };
    const registered = 'The request object must be signed with PS256, as registered.';
    expect(await ask({ request: await sign('RS256') })).toEqual([400, registered]);
    const unsigned = { scope: 'openid', login_hint: ada.username };
    expect(await ask(unsigned)).toEqual([400, 'This client must send its requests signed, as request.']);
    expect(await ask({ request: await sign('PS256') })).toEqual([200, undefined]);
  });
});
