import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeySetCheck, Page, TrustedIssuerDetail } from '@gatehouse/dto';
import { generateKeyPair, exportJWK } from 'jose';
import { adminApi, startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { makeKey, PRIVATE_ADDRESSES, registerAsserter } from '../fixtures/assertions.js';
import { makeIdentity } from '../fixtures/saml.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';

const PATH = '/api/trusted-issuers';

let stage: Stage;
let client: TestClient;
let input: Record<string, unknown>;

beforeAll(async () => {
  stage = await openStage();
  client = await registerAsserter(stage);
  input = {
    name: 'Company log-in',
    issuer: 'https://idp.example',
    jwks: { keys: [(await makeKey()).publicJwk] },
    clientIds: [client.clientId],
    subjectMapping: 'username',
    allowedScopes: ['photos'],
  };
});
afterAll(stopAllGatehouses);

interface Refusal {
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const post = (body: object) => stage.admin.request<Refusal>('POST', PATH, body);

describe('trusting an issuer', () => {
  it('is kept, listed, found, replaced and ended', async () => {
    const created = await stage.admin.post<TrustedIssuerDetail>(PATH, input);
    expect(created).toMatchObject({ ...input, enabled: true, jwksUri: null, certificates: [], version: 1 });
    const found = await stage.admin.get<Page<TrustedIssuerDetail>>(`${PATH}?search=COMPANY`);
    expect(found).toMatchObject({ total: 1, items: [{ id: created.id }] });
    const one = `${PATH}/${created.id}`;
    const changed = await stage.admin.put<TrustedIssuerDetail>(one, {
      ...input,
      jwks: null,
      certificates: [(await makeIdentity()).cert],
      version: 1,
    });
    expect(changed).toMatchObject({ jwks: null, version: 2 });
    const late = await stage.admin.request('PUT', one, { ...input, version: 1 });
    expect(late.status).toBe(409);
    expect((await post(input)).status).toBe(409);
    await stage.admin.delete(one);
    for (const method of ['GET', 'DELETE']) expect((await stage.admin.request(method, one)).status).toBe(404);
    expect((await stage.admin.request('PUT', one, { ...input, version: 1 })).status).toBe(404);
  });

  it.each<[string, () => object | Promise<object>, string]>([
    ['no name', () => ({ name: '' }), 'name'],
    ['an issuer that is no URI, and could be a client ID', () => ({ issuer: client.clientId }), 'issuer'],
    ['an issuer with a space', () => ({ issuer: 'urn:a b' }), 'issuer'],
    ['us as issuer', () => ({ issuer: stage.gatehouse.issuer }), 'issuer'],
    ['no keys', () => ({ jwks: null }), 'jwksUri'],
    ['keys and their address', () => ({ jwksUri: 'https://idp.example/jwks' }), 'jwks'],
    ['an address over plain http', () => ({ jwks: null, jwksUri: 'http://idp.example/jwks' }), 'jwksUri'],
    ['an address with a password', () => ({ jwks: null, jwksUri: 'https://a:b@idp.example/' }), 'jwksUri'],
    ['an empty key set', () => ({ jwks: { keys: [] } }), 'jwks'],
    ['a key set that is none', () => ({ jwks: {} }), 'jwks'],
    ['a key that is none', () => ({ jwks: { keys: [{ kty: 'EC' }] } }), 'jwks.keys.0'],
    ['a secret key', () => ({ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }), 'jwks.keys.0'],
    ['a private key', () => makePrivateKey(), 'jwks.keys.0'],
    [
      'a short RSA key',
      () => ({ jwks: { keys: [{ kty: 'RSA', e: 'AQAB', n: 'x'.repeat(171) }] } }),
      'jwks.keys.0',
    ],
    [
      'a certificate that is none',
      () => ({ certificates: ['-----BEGIN CERTIFICATE-----'] }),
      'certificates.0',
    ],
    ['a client that does not exist', () => ({ clientIds: ['nobody'] }), 'clientIds'],
    ['the console itself as client', () => ({ clientIds: ['gatehouse-console'] }), 'clientIds'],
    ['a scope that nobody has defined', () => ({ allowedScopes: ['moon'] }), 'allowedScopes'],
    ['rights over Gatehouse itself', () => ({ allowedScopes: ['gatehouse.write'] }), 'allowedScopes'],
    ['an unknown way to find users', () => ({ subjectMapping: 'email' }), 'subjectMapping'],
    ['a field that does not exist', () => ({ colour: 'green' }), 'colour'],
  ])('is refused with %s, and the field is named', async (_, change, field) => {
    const answer = await post({ ...input, ...(await change()) });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
  });
});

async function makePrivateKey(): Promise<object> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { jwks: { keys: [await exportJWK(privateKey)] } };
}

describe('linked subjects', () => {
  it('mean one user each, and are forgotten with their issuer', async () => {
    const { id } = await stage.admin.post<TrustedIssuerDetail>(PATH, {
      ...input,
      issuer: 'urn:example:links',
    });
    const subjects = `${PATH}/${id}/subjects`;
    const link = { subject: 's-1', username: 'ada' };
    expect(await stage.admin.post(subjects, link)).toEqual({ ...link, userId: stage.ada.id });
    expect((await stage.admin.request('POST', subjects, link)).status).toBe(409);
    const unknown = await stage.admin.request<Refusal>('POST', subjects, {
      subject: 's-2',
      username: 'nobody',
    });
    expect([unknown.status, unknown.body.errors?.[0]?.field]).toEqual([400, 'username']);
    expect(await stage.admin.get(subjects)).toMatchObject({ total: 1, items: [{ username: 'ada' }] });
    expect((await stage.admin.request('DELETE', `${subjects}/s-2`)).status).toBe(404);
    await stage.admin.delete(`${PATH}/${id}`);
    expect((await stage.admin.request('GET', subjects)).status).toBe(404);
  });
});

describe('trying the address of a key set', () => {
  const check = (jwksUri: string, admin = stage.admin) =>
    admin.post<KeySetCheck>(`${PATH}/key-set-checks`, { jwksUri });
  const failure = (reason: string) => ({ isReadable: false, reason, keys: [] });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://0.0.0.0/',
  ])('reaches nothing of our own network: %s', async (address) => {
    expect(await check(address)).toEqual(failure('it is not on the public Internet'));
  });

  it('speaks https alone', async () => {
    expect(await check('http://idp.example/')).toEqual(failure('it does not begin with https://'));
  });

  describe("on a developer's machine", () => {
    let server: Server;
    let origin: string;
    let open: Stage['admin'];

    const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
      '/good': (response) => response.end('{"keys":[{"kty":"EC","kid":"k1"},{"kty":"oct","k":"x"}]}'),
      '/moved': (response) => response.writeHead(302, { location: '/good' }).end(),
      '/missing': (response) => response.writeHead(404).end(),
      '/page': (response) => response.end('<html>'),
      '/other': (response) => response.end('{"issuer":"x"}'),
      '/long': (response) => response.end(`{"keys":[${' '.repeat(70_000)}]}`),
    };

    beforeAll(async () => {
      open = adminApi(await startGatehouse(PRIVATE_ADDRESSES));
      server = createServer((request, response) => ANSWERS[request.url ?? '']?.(response));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    it('says which keys are there', async () => {
      expect(await check(`${origin}/good`, open)).toEqual({ isReadable: true, reason: null, keys: ['k1'] });
    });

    it.each([
      ['/moved', 'it answers with a redirect, which is not followed'],
      ['/missing', 'it answers 404'],
      ['/page', 'it answers no JSON'],
      ['/other', 'it answers no JWK Set (RFC 7517): "keys" is missing'],
      ['/long', 'it answers more than 65536 bytes'],
      ['/silent', 'it does not answer in time'],
    ])('says why not: %s', async (path, reason) => {
      expect(await check(origin + path, open)).toEqual(failure(reason));
    });

    it('says when nobody is there', async () => {
      expect(await check('http://127.0.0.1:9/', open)).toEqual(failure('it cannot be reached'));
    });
  });
});
