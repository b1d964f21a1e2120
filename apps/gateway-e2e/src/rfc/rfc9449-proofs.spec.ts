import { createHmac } from 'node:crypto';
import { exportJWK } from 'jose';
import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { createProofMaker, makeProof, type ProofChanges } from '../fixtures/dpop.js';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { type DpopStage, errorOf, openDpopStage, PHOTOS } from './dpop-stage.js';

let stage: DpopStage;
let secondNode: RunningGatehouse;

beforeAll(async () => {
  stage = await openDpopStage();
  secondNode = await startGatehouse({
    database: stage.gatehouse.databaseUrl,
    roles: ['gateway'],
    // Both are behind one address.
    env: { GATEHOUSE_GATEWAY_URL: stage.gatehouse.gatewayUrl },
  });
});
afterAll(closeGatewayStage);

describe('a proof that is used again (§11.1)', () => {
  it('is refused, also at another node, also of eight at once all but one', async () => {
    const accessToken = await stage.obtainBound();
    const proof = await makeProof(stage.maker, 'GET', stage.gatehouse.gatewayUrl + PHOTOS, { accessToken });
    const bases = [stage.gatehouse.gatewayUrl, secondNode.gatewayUrl];
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => stage.send(accessToken, proof, bases[index % 2])),
    );
    const fresh = await makeProof(stage.maker, 'GET', stage.gatehouse.gatewayUrl + PHOTOS, { accessToken });
    expect((await stage.send(accessToken, fresh, secondNode.gatewayUrl)).status).toBe(200);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 401, 401, 401, 401, 401, 401, 401]);
  });

  it('is refused at the token endpoint', async () => {
    const proof = await makeProof(stage.maker, 'POST', stage.tokenAddress);
    expect((await stage.requestWith([proof])).status).toBe(200);
    const { status, body, headers } = await stage.requestWith([proof]);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    expect(headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/);
  });
});

describe('what is no proof (§4.3)', () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  it.each<[string, () => ProofChanges | Promise<ProofChanges>]>([
    ['another typ', () => ({ header: { typ: 'jwt' } })],
    ['no jwk', () => ({ header: { jwk: undefined } })],
    [
      'a private key in its header',
      async () => ({ header: { jwk: await exportJWK(stage.maker.privateKey) } }),
    ],
    ['a key of another kind', async () => ({ header: { jwk: (await createProofMaker('Ed25519')).jwk } })],
    ['another key than it was signed with', async () => ({ signer: (await createProofMaker()).privateKey })],
    ['extensions', () => ({ header: { b64: true, crit: ['b64'] } })],
    ['another method', () => ({ claims: { htm: 'POST' } })],
    ['another address', () => ({ claims: { htu: 'http://127.0.0.1/flickr/photos' } })],
    ['another path', () => ({ claims: { htu: `${stage.gatehouse.gatewayUrl}/flickr/albums` } })],
    ['no method', () => ({ claims: { htm: undefined } })],
    ['no address', () => ({ claims: { htu: undefined } })],
    ['an age of two minutes', () => ({ claims: { iat: now() - 120 } })],
    ['a time in the future', () => ({ claims: { iat: now() + 120 } })],
    ['no time', () => ({ claims: { iat: undefined } })],
    ['a time that is a text', () => ({ claims: { iat: String(now()) } })],
    ['no jti', () => ({ claims: { jti: undefined } })],
    ['a jti that is no text', () => ({ claims: { jti: 7 } })],
    ['a jti without end', () => ({ claims: { jti: 'x'.repeat(300) } })],
    ['the hash of another access token', () => ({ claims: { ath: 'x' } })],
    ['no hash of the access token', () => ({ claims: { ath: undefined } })],
  ])('%s', async (_, make) => {
    const response = await stage.callWith(await stage.obtainBound(), await make());
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_dpop_proof']);
    expect(response.headers.get('www-authenticate')).toMatch(/^DPoP /);
  });

  it('a nonce that is not ours, or of long ago (§8)', async () => {
    const response = await stage.callWith(await stage.obtainBound(), { claims: { nonce: 'made-up' } });
    expect([response.status, await errorOf(response)]).toEqual([401, 'use_dpop_nonce']);
  });

  it('two of them, or none', async () => {
    const proof = (): Promise<string> => makeProof(stage.maker, 'POST', stage.tokenAddress);
    const { status, body } = await stage.requestWith([await proof(), await proof()]);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    const accessToken = await stage.obtainBound();
    const response = await fetch(stage.gatehouse.gatewayUrl + PHOTOS, {
      headers: { authorization: `DPoP ${accessToken}` },
    });
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_dpop_proof']);
  });

  it('what an HMAC or nobody has signed (§11.6)', async () => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { htm: 'POST', htu: stage.tokenAddress, jti: 'j', iat: now() };
    const { alg: _, ...jwk } = stage.maker.jwk;
    const none = `${encode({ typ: 'dpop+jwt', alg: 'none', jwk })}.${encode(claims)}.`;
    const input = `${encode({ typ: 'dpop+jwt', alg: 'HS256', jwk })}.${encode(claims)}`;
    const hmac = `${input}.${createHmac('sha256', JSON.stringify(jwk)).update(input).digest('base64url')}`;
    for (const proof of [none, hmac, 'x', 'a.b.c', '..', `${'a'.repeat(9000)}.b.c`]) {
      const { status, body } = await stage.requestWith([proof]);
      expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    }
  });

  it('an address that is the same, spelled otherwise, is the same', async () => {
    const { hostname, port } = new URL(stage.gatehouse.gatewayUrl);
    const response = await stage.callWith(await stage.obtainBound(), {
      address: `HTTP://${hostname.toUpperCase()}:${port}/flickr/%70hotos?page=1#x`,
    });
    expect(response.status).toBe(200);
  });
});
