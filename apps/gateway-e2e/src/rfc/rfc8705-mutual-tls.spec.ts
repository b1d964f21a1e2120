import 'reflect-metadata';
import { webcrypto, type webcrypto as WebCrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { findFreePorts, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { discover } from '../fixtures/judges.js';
import type { Answer } from '../fixtures/oauth.js';
import { makeIdentity } from '../fixtures/saml.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

type KeyPair = WebCrypto.CryptoKeyPair;

/** A certificate with its key, both in PEM. */
interface Identity {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const NAME = 'C=GB, O=Prints Ltd, CN=print shop';
const REGISTERED = 'CN=print shop,O=Prints Ltd,C=GB';

let stage: Stage;
let directory: string;
let mtlsUrl: string;
let authority: { readonly certificate: x509.X509Certificate; readonly keys: KeyPair };
let stranger: typeof authority;

const makeKeys = (): Promise<KeyPair> => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function makeAuthority(name: string): Promise<typeof authority> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 86_400_000),
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  return { certificate, keys };
}

const toPem = async (keys: KeyPair): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
};

async function issue(
  subject: string,
  by: typeof authority | null = authority,
  changes: { readonly notAfter?: Date; readonly names?: x509.JsonGeneralNames } = {},
): Promise<Identity> {
  const keys = await makeKeys();
  const common = {
    serialNumber: String(Date.now()),
    notBefore: new Date(Date.now() - 7_200_000),
    notAfter: changes.notAfter ?? new Date(Date.now() + 3_600_000),
    signingAlgorithm: ALGORITHM,
    extensions: changes.names === undefined ? [] : [new x509.SubjectAlternativeNameExtension(changes.names)],
  };
  const certificate =
    by === null
      ? await x509.X509CertificateGenerator.createSelfSigned({ ...common, name: subject, keys })
      : await x509.X509CertificateGenerator.create({
          ...common,
          subject,
          issuer: by.certificate.subject,
          publicKey: keys.publicKey,
          signingKey: by.keys.privateKey,
        });
  return { certificate: certificate.toString('pem'), key: await toPem(keys) };
}

beforeAll(async () => {
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-mtls-'));
  [authority, stranger] = await Promise.all([makeAuthority('CN=Clients CA'), makeAuthority('CN=Clients CA')]);
  const server = await issue('CN=localhost');
  const files = { ca: authority.certificate.toString('pem'), key: server.key, cert: server.certificate };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, `${name}.pem`), text);
  const [port = 0] = await findFreePorts(1);
  mtlsUrl = `https://localhost:${port}`;
  stage = await openStage({
    env: {
      GATEHOUSE_MTLS_PORT: String(port),
      GATEHOUSE_TLS_KEY_FILE: join(directory, 'key.pem'),
      GATEHOUSE_TLS_CERTIFICATE_FILE: join(directory, 'cert.pem'),
      GATEHOUSE_CLIENT_CA_FILE: join(directory, 'ca.pem'),
      GATEHOUSE_CLIENT_CERTIFICATE_HEADER: 'X-Client-Certificate',
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    },
  });
});
afterAll(async () => {
  await stopAllGatehouses();
  await rm(directory, { recursive: true });
});

const register = (settings: object): Promise<TestClient> =>
  registerClient(stage.admin, { kind: 'machine', settings });

const named = (kind = 'subject_dn', value = REGISTERED): Promise<TestClient> =>
  register({ tokenEndpointAuthMethod: 'tls_client_auth', tlsClientName: { kind, value } });

/** A token request over the server's own TLS port. */
function requestOverTls(client: TestClient, identity?: Identity): Promise<Pick<Answer, 'status' | 'body'>> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.clientId,
  }).toString();
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      `${mtlsUrl}/oauth2/token`,
      {
        method: 'POST',
        ...(identity && { key: identity.key, cert: identity.certificate }),
        ca: authority.certificate.toString('pem'),
        checkServerIdentity: () => undefined,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Answer['body'] }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A token request as a TLS-terminating proxy passes it on; from 127.0.0.1, which is trusted, or from ::1, which is not. */
async function requestByProxy(client: TestClient, header: string, host = '127.0.0.1'): Promise<number> {
  const { port } = new URL(stage.gatehouse.authUrl);
  const response = await fetch(`http://${host}:${port}/oauth2/token`, {
    method: 'POST',
    headers: { 'x-client-certificate': header },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId }),
  });
  return response.status;
}

const derOf = ({ certificate }: Identity): string => certificate.replace(/-----[^-]+-----|\s/g, '');

describe('tls_client_auth over our own TLS port (RFC 8705 §2.1)', () => {
  it('is in the metadata, with the addresses to use (§5)', async () => {
    expect(await discover(stage)).toMatchObject({
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'tls_client_auth',
        'self_signed_tls_client_auth',
      ]),
      mtls_endpoint_aliases: {
        token_endpoint: `${mtlsUrl}/oauth2/token`,
        userinfo_endpoint: `${mtlsUrl}/oauth2/userinfo`,
      },
    });
  });

  it('takes a certificate of the authority with the registered subject, in the order of RFC 4514', async () => {
    expect((await requestOverTls(await named(), await issue(NAME))).status).toBe(200);
  });

  it.each([
    ['san_dns', 'shop.print.example', { type: 'dns', value: 'shop.print.example' }],
    ['san_uri', 'https://print.example/shop', { type: 'url', value: 'https://print.example/shop' }],
    ['san_email', 'shop@print.example', { type: 'email', value: 'shop@print.example' }],
    ['san_ip', '192.0.2.7', { type: 'ip', value: '192.0.2.7' }],
  ] as const)('takes one with the registered %s', async (kind, value, name) => {
    const client = await named(kind, value);
    expect((await requestOverTls(client, await issue('CN=any', authority, { names: [name] }))).status).toBe(
      200,
    );
    const other = await issue('CN=any', authority, { names: [{ type: 'dns', value: 'other.example' }] });
    expect((await requestOverTls(client, other)).status).toBe(401);
  });

  it.each([
    ['without a certificate', () => Promise.resolve(undefined)],
    ['of another authority with the same name', () => issue(NAME, stranger)],
    ['that signed itself', () => issue(NAME, null)],
    ['of another subject', () => issue('C=GB, O=Prints Ltd, CN=another')],
    ['with a part more', () => issue(`${NAME}, CN=print shop`)],
    ['with a comma inside that looks like a part', () => issue('CN="print shop,O=Prints Ltd,C=GB"')],
    ['that has expired', () => issue(NAME, authority, { notAfter: new Date(Date.now() - 3_600_000) })],
  ])('refuses a request %s', async (_, make) => {
    const { status, body } = await requestOverTls(await named(), await make());
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('does not take a certificate for a client that is registered for a secret', async () => {
    const client = await register({ tlsClientName: { kind: 'subject_dn', value: REGISTERED } });
    expect((await requestOverTls(client, await issue(NAME))).status).toBe(401);
  });
});

describe('self_signed_tls_client_auth (RFC 8705 §2.2)', () => {
  it('takes the registered certificate, and no other of the same name', async () => {
    const identity = await issue('CN=self', null);
    const client = await register({
      tokenEndpointAuthMethod: 'self_signed_tls_client_auth',
      certificates: [identity.certificate],
    });
    expect((await requestOverTls(client, identity)).status).toBe(200);
    expect((await requestOverTls(client, await issue('CN=self', null))).status).toBe(401);
    expect((await requestOverTls(client)).status).toBe(401);
    // A key of another kind.
    const { cert, key } = await makeIdentity();
    expect((await requestOverTls(client, { certificate: cert, key })).status).toBe(401);
  });
});

describe('behind a TLS-terminating proxy', () => {
  it('the header of a trusted address counts, in both forms (RFC 9440 §2.1)', async () => {
    const [client, identity] = [await named(), await issue(NAME)];
    expect(await requestByProxy(client, encodeURIComponent(identity.certificate))).toBe(200);
    expect(await requestByProxy(client, `:${derOf(identity)}:`)).toBe(200);
  });

  it.each(['', 'nonsense', ':bm9uc2Vuc2U=:', '%'])(
    'a header that is no certificate is none: %p',
    async (text) => {
      expect(await requestByProxy(await named(), text)).toBe(401);
    },
  );

  it('a certificate of another authority is refused here, too', async () => {
    const identity = await issue(NAME, stranger);
    expect(await requestByProxy(await named(), encodeURIComponent(identity.certificate))).toBe(401);
  });
});

describe('where no proxy is trusted', () => {
  it('the header of anybody is worth nothing (RFC 8705 §6.5, RFC 9440 §4 MUST)', async () => {
    const open = await openStage({
      env: {
        GATEHOUSE_CLIENT_CA_FILE: join(directory, 'ca.pem'),
        GATEHOUSE_CLIENT_CERTIFICATE_HEADER: 'X-Client-Certificate',
      },
    });
    const client = await registerClient(open.admin, {
      kind: 'machine',
      settings: {
        tokenEndpointAuthMethod: 'tls_client_auth',
        tlsClientName: { kind: 'subject_dn', value: REGISTERED },
      },
    });
    const { certificate } = await issue(NAME);
    const response = await fetch(`${open.gatehouse.authUrl}/oauth2/token`, {
      method: 'POST',
      headers: { 'x-client-certificate': encodeURIComponent(certificate) },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId }),
    });
    expect(response.status).toBe(401);
  });
});
