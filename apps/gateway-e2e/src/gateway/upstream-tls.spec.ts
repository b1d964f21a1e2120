import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ApiDetail, ApiInput, UpdateApi } from '@gatehouse/dto';
import { type Authority, type Identity, issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';

/** An https server that wants a certificate of `clients`, and answers with the name in it. */
async function startTlsUpstream(server: Identity, clients?: Authority): Promise<string> {
  const upstream = createServer(
    {
      key: server.key,
      cert: server.certificate,
      ...(clients && { ca: clients.pem, requestCert: true, rejectUnauthorized: true }),
    },
    (request, response) => {
      const socket = request.socket as TLSSocket & { readonly servername?: string };
      const names = [socket.getPeerCertificate().subject?.CN ?? ''].flat();
      response.end(`${names.join()} asked for ${socket.servername ?? ''}`);
    },
  );
  upstream.unref();
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  return `https://localhost:${(upstream.address() as AddressInfo).port}`;
}

let stage: GatewayStage;
let servers: Authority;
let clients: Authority;
let gateway: Identity;
let url: string;

beforeAll(async () => {
  [servers, clients] = await Promise.all([makeAuthority('CN=Servers'), makeAuthority('CN=Clients')]);
  gateway = await issueCertificate(clients, 'CN=gateway');
  url = await startTlsUpstream(
    await issueCertificate(servers, 'CN=upstream', { dnsNames: ['localhost'] }),
    clients,
  );
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const identity = ({ certificate, key }: Identity) => ({ clientCertificate: certificate, clientKey: key });

let published = 0;
async function publishTls(tls: ApiInput['tls'], target = url): Promise<ApiDetail> {
  published += 1;
  return publish(stage, target, { name: 'Secured', basePath: `/tls-${published}`, tls: tls ?? null });
}

async function ask({ basePath }: ApiDetail): Promise<readonly [number, string]> {
  const response = await call(stage, `${basePath}/public/a`);
  const text = await response.text();
  return [response.status, response.status === 200 ? text : (JSON.parse(text) as { detail: string }).detail];
}

const toInput = ({ version, name, basePath, targets }: ApiDetail, tls: ApiInput['tls']): UpdateApi => ({
  version,
  name,
  basePath,
  targets: [...targets],
  routes: [{ methods: [], path: '/public/*', access: 'public', scopes: [], scopeMatch: 'all' }],
  tls: tls ?? null,
});

const replace = (api: ApiDetail, tls: ApiInput['tls']): Promise<ApiDetail> =>
  stage.admin.put<ApiDetail>(`/api/apis/${api.id}`, toInput(api, tls));

describe('an upstream that is called over TLS', () => {
  it('is known by an authority of its own, and knows the gateway by its certificate', async () => {
    const api = await publishTls({ caCertificates: servers.pem, ...identity(gateway) });
    expect(await ask(api)).toEqual([200, 'gateway asked for localhost']);
  });

  it.each<[string, () => ApiInput['tls'] | Promise<ApiInput['tls']>, string]>([
    [
      'no authority is named',
      () => identity(gateway),
      'has a TLS certificate that the gateway does not accept',
    ],
    [
      'the authority is another one of the same name',
      async () => ({ caCertificates: (await makeAuthority('CN=Servers')).pem, ...identity(gateway) }),
      'has a TLS certificate that the gateway does not accept',
    ],
    [
      'its certificate has another name',
      () => ({ caCertificates: servers.pem, serverName: 'other.example', ...identity(gateway) }),
      'has a TLS certificate that the gateway does not accept',
    ],
    [
      'the gateway shows no certificate',
      () => ({ caCertificates: servers.pem }),
      // Node's TLS server says nothing, and closes the connection.
      'closed the connection before it answered',
    ],
    [
      'the gateway shows one of somebody else',
      async () => ({ caCertificates: servers.pem, ...identity(await issueCertificate(servers, 'CN=x')) }),
      // Node's TLS server says nothing, and closes the connection.
      'closed the connection before it answered',
    ],
  ])('is not called when %s: 502', async (_, makeTls, problem) => {
    expect(await ask(await publishTls(await makeTls()))).toEqual([
      502,
      `The service behind "Secured" ${problem}.`,
    ]);
  });

  it('is told from one without TLS', async () => {
    const api = await publishTls(null, stage.upstream.url.replace('http:', 'https:'));
    expect(await ask(api)).toEqual([
      502,
      'The service behind "Secured" does not speak TLS as the gateway does.',
    ]);
  });

  it('is asked for the server name that the operator gives', async () => {
    const named = await startTlsUpstream(
      await issueCertificate(servers, 'CN=inner', { dnsNames: ['inner.example'] }),
      clients,
    );
    const tls = { caCertificates: servers.pem, ...identity(gateway) };
    expect((await ask(await publishTls(tls, named)))[0]).toBe(502);
    const api = await publishTls({ ...tls, serverName: 'inner.example' }, named);
    expect(await ask(api)).toEqual([200, 'gateway asked for inner.example']);
  });
});

describe('the certificate of the gateway', () => {
  it('is exchanged while calls go on, and kept when nothing is said of its key', async () => {
    const tls = { caCertificates: servers.pem, ...identity(gateway) };
    const api = await publishTls(tls);
    expect(await ask(api)).toEqual([200, 'gateway asked for localhost']);
    const other = await issueCertificate(clients, 'CN=rotated');
    const rotated = await replace(api, { ...tls, ...identity(other) });
    expect(await ask(api)).toEqual([200, 'rotated asked for localhost']);
    const { clientKey: _, ...withoutKey } = { ...tls, ...identity(other) };
    await replace(rotated, withoutKey);
    expect(await ask(api)).toEqual([200, 'rotated asked for localhost']);
  });

  it('is shown to operators, its key to nobody', async () => {
    const api = await publishTls({ caCertificates: servers.pem, ...identity(gateway) });
    const { tls } = await stage.admin.get<ApiDetail>(`/api/apis/${api.id}`);
    expect(tls).toMatchObject({
      hasClientKey: true,
      clientCertificate: gateway.certificate,
      serverName: null,
    });
    expect(tls?.certificates.map(({ use, subject }) => [use, subject])).toEqual([
      ['authority', 'CN=Servers'],
      ['client', 'CN=gateway'],
    ]);
    expect(Date.parse(tls?.certificates[1]?.notAfter ?? '')).toBeGreaterThan(Date.now());
    expect(JSON.stringify(await stage.admin.get(`/api/apis?search=secured`))).not.toContain('PRIVATE KEY');
    expect(stage.gatehouse.logs()).not.toContain('PRIVATE KEY');
  });

  it('is gone with its key when it is taken away', async () => {
    const api = await publishTls({ caCertificates: servers.pem, ...identity(gateway) });
    const bare = await replace(api, { caCertificates: servers.pem });
    expect(bare.tls).toMatchObject({ hasClientKey: false, clientCertificate: null });
    const problem = await stage.admin.request<{ errors: { field: string }[] }>(
      'PUT',
      `/api/apis/${api.id}`,
      toInput(bare, { caCertificates: servers.pem, clientCertificate: gateway.certificate }),
    );
    expect([problem.status, problem.body.errors[0]?.field]).toEqual([400, 'tls.clientKey']);
  });
});

describe('what is wrong with certificates is told', () => {
  it.each<[string, () => ApiInput['tls'] | Promise<ApiInput['tls']>, string, RegExp]>([
    ['no PEM', () => ({ caCertificates: 'no' }), 'tls.caCertificates', /no certificate in PEM/],
    [
      'one that was cut off',
      () => ({ caCertificates: servers.pem.replace(/\n.{20}/, '\n') }),
      'tls.caCertificates',
      /Certificate 1 cannot be read/,
    ],
    [
      'a key among them',
      () => ({ ...identity(gateway), clientCertificate: gateway.certificate + gateway.key }),
      'tls.clientCertificate',
      /a private key among the certificates/,
    ],
    [
      'the key of another',
      async () => ({ ...identity(gateway), clientKey: (await issueCertificate(clients, 'CN=x')).key }),
      'tls.clientKey',
      /not the one of the certificate/,
    ],
    ['no key', () => ({ clientCertificate: gateway.certificate }), 'tls.clientKey', /enter it/],
    ['a key alone', () => ({ clientKey: gateway.key }), 'tls.clientKey', /give the certificate too/],
    [
      'an expired one',
      async () =>
        identity(await issueCertificate(clients, 'CN=x', { notAfter: new Date(Date.now() - 60_000) })),
      'tls.clientCertificate',
      /has expired/,
    ],
    ['no server name', () => ({ serverName: 'https://x' }), 'tls.serverName', /host name alone/],
  ])('%s', async (_, makeTls, field, message) => {
    const { status, body } = await stage.admin.request<{ errors: { field: string; message: string }[] }>(
      'POST',
      '/api/apis',
      { name: 'Wrong', basePath: '/wrong', targets: [{ url }], routes: [], tls: await makeTls() },
    );
    expect([status, body.errors.map((error) => error.field)]).toEqual([400, [field]]);
    expect(body.errors[0]?.message).toMatch(message);
  });
});
