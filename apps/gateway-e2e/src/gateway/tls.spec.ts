import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import type { ApiDetail } from '@gatehouse/dto';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { type Authority, type Identity, issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { registerClient, setEnabled, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { startLoadBalancer } from '../nodes/load-balancer.js';
import { publishWith } from './credentials.js';
import { closeGatewayStage } from './gateway-stage.js';
import { ask, closeAllHttp2, headOf, openHttp2, readAnswer } from './http2-client.js';
import { issueServerCertificate, openTlsStage, type TlsStage } from './tls-stage.js';

let stage: TlsStage;
let clients: Authority;
/** Of the registered client, and of nobody. */
let scanner: Identity;
let expired: Identity;
let client: TestClient;
let api: ApiDetail;

beforeAll(async () => {
  clients = await makeAuthority('CN=Clients');
  const caFile = join(await mkdtemp(join(tmpdir(), 'gatehouse-clients-')), 'ca.pem');
  await writeFile(caFile, clients.pem);
  stage = await openTlsStage({
    GATEHOUSE_GATEWAY_ASKS_FOR_CERTIFICATES: 'true',
    GATEHOUSE_CLIENT_CA_FILE: caFile,
    GATEHOUSE_DRAIN_SECONDS: '1',
  });
  const past = new Date(Date.now() - 60_000);
  [scanner, expired] = await Promise.all([
    issueCertificate(clients, 'CN=scanner'),
    issueCertificate(clients, 'CN=scanner', { notAfter: past }),
  ]);
  client = await registerClient(stage.admin, {
    kind: 'machine',
    name: 'Scanner',
    allowedScopes: ['photos'],
    settings: {
      tokenEndpointAuthMethod: 'tls_client_auth',
      tlsClientName: { kind: 'subject_dn', value: 'CN=scanner' },
    },
  });
  api = await publishWith(stage, { policies: { credentials: { clientCertificates: true } } });
});
afterAll(async () => {
  closeAllHttp2();
  await closeGatewayStage();
  await stage.tls.remove();
});

const options = (identity?: Identity) =>
  identity === undefined ? {} : { key: identity.key, cert: identity.certificate };

/** Status and caller of a call over HTTP/1.1. */
async function callByHttp1(identity?: Identity): Promise<readonly [number | undefined, string]> {
  const url = `${stage.gatehouse.gatewayUrl}${api.basePath}/photos`;
  const request = httpsRequest(url, { ca: stage.tls.authority.pem, agent: false, ...options(identity) });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return [response.statusCode, /"x-gatehouse-client":"([^"]+)"/.exec(text)?.[1] ?? ''];
}

async function callByHttp2(identity?: Identity): Promise<readonly [number | undefined, string]> {
  const session = await openHttp2(stage, options(identity));
  const { status, body } = await ask(session, `${api.basePath}/photos`);
  session.close();
  return [status, /"x-gatehouse-client":"([^"]+)"/.exec(body)?.[1] ?? ''];
}

describe('a client certificate of the connection itself (RFC 8705 §2)', () => {
  it.each([
    ['HTTP/1.1', callByHttp1],
    ['HTTP/2', callByHttp2],
  ])('admits its client over %s; none, an expired one and one of somebody else do not', async (_, callBy) => {
    expect(await callBy(scanner)).toEqual([200, client.clientId]);
    expect(await callBy()).toEqual([401, '']);
    expect(await callBy(expired)).toEqual([401, '']);
    const stranger = await makeAuthority('CN=Clients');
    expect(await callBy(await issueCertificate(stranger, 'CN=scanner'))).toEqual([401, '']);
  });

  it('is worth nothing once its application is disabled, on connections that are open too', async () => {
    const session = await openHttp2(stage, options(scanner));
    const path = `${api.basePath}/photos`;
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: 1\n\n');
    };
    const stream = session.request({ ':path': path });
    const events = readAnswer(stream);
    await headOf(stream);
    await setEnabled(stage, client, false);
    // What the certificate opened ends, and does not look whole.
    expect(await events).toMatchObject({ body: 'data: 1\n\n', resetCode: 2 });
    expect((await ask(session, path)).status).toBe(401);
    await setEnabled(stage, client, true);
  });
});

/** The name in the certificate that a new connection sees. */
async function findSubject(): Promise<string> {
  const port = Number(new URL(stage.gatehouse.gatewayUrl).port);
  const socket: TLSSocket = connect({
    port,
    host: 'localhost',
    ca: stage.tls.authority.pem,
    ALPNProtocols: ['h2'],
  });
  await once(socket, 'secureConnect');
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return String(subject.CN);
}

describe('the certificate of the gateway', () => {
  it('is replaced while connections stay open; a pair that does not fit is told, and not used', async () => {
    const session = await openHttp2(stage);
    expect(await findSubject()).toBe('gateway');
    const renewed = await issueServerCertificate(stage.tls.authority, 'CN=renewed');
    await stage.tls.write(renewed);
    await waitUntil('the new certificate', async () => (await findSubject()) === 'renewed');
    const { key } = await issueServerCertificate(stage.tls.authority);
    await stage.tls.write({ ...renewed, key });
    await waitUntil('the log', () => stage.gatehouse.logs().includes('cannot be used: the one before stays'));
    expect(await findSubject()).toBe('renewed');
    expect((await ask(session, '/health')).status).toBe(200);
    await stage.tls.write(renewed);
    expect(stage.gatehouse.logs()).not.toContain('PRIVATE KEY');
  });

  it('has the key beside it that belongs to it, or the gateway does not start', async () => {
    const [one, other] = await Promise.all([openPair('CN=one'), openPair('CN=other')]);
    const [key, certificate] = Object.keys(stage.tls.env) as [string, string];
    const env = { ...stage.tls.env, [key]: one.key, [certificate]: other.certificate };
    const { databaseUrl } = stage.gatehouse;
    await expect(startGatehouse({ roles: ['gateway'], database: databaseUrl, env })).rejects.toThrow(
      /GATEHOUSE_GATEWAY_TLS_KEY_FILE: the key in .* is not the one of the certificate/,
    );
  });

  it('is of TLS 1.2 at least', async () => {
    const port = Number(new URL(stage.gatehouse.gatewayUrl).port);
    const old = connect({
      port,
      host: 'localhost',
      rejectUnauthorized: false,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
    });
    await expect(once(old, 'secureConnect')).rejects.toThrow();
  });
});

/** Files of their own. */
async function openPair(subject: string): Promise<Identity> {
  const pair = await issueServerCertificate(stage.tls.authority, subject);
  const base = `${stage.tls.env['GATEHOUSE_GATEWAY_TLS_KEY_FILE'] ?? ''}.${subject}`;
  const files = { key: `${base}.key`, certificate: `${base}.cert` };
  await Promise.all([writeFile(files.key, pair.key), writeFile(files.certificate, pair.certificate)]);
  return files;
}

it('two nodes are restarted one after the other without a failed call over HTTP/2 (RFC 9113 §6.8)', async () => {
  stage.upstream.behaviour = (_, response) => response.end('ok');
  const env = { ...stage.tls.env, GATEHOUSE_DRAIN_SECONDS: '1' };
  const nodes = [stage.gatehouse, await startGatehouse({ database: stage.gatehouse.databaseUrl, env })];
  const balancer = await startLoadBalancer(
    nodes.map(({ gatewayUrl }) => gatewayUrl),
    nodes.map(({ authUrl }) => authUrl),
  );
  const gatehouse = {
    ...stage.gatehouse,
    gatewayUrl: balancer.url.replace('http://127.0.0.1', 'https://localhost'),
  };
  const statuses: Record<number, number> = {};
  let [calls, connections, isOver] = [0, 0, false];
  const run = async (): Promise<void> => {
    let session: ClientHttp2Session | undefined;
    while (!isOver) {
      if (session === undefined || session.closed || session.destroyed) {
        session = await openHttp2({ gatehouse, tls: stage.tls });
        connections += 1;
      }
      const { status } = await ask(session, '/flickr/public/a');
      statuses[status] = (statuses[status] ?? 0) + 1;
      calls += 1;
    }
  };
  const callers = [run(), run(), run(), run()];
  await waitUntil('the load', () => calls > 100);
  for (const node of nodes) {
    await node.restart();
    await waitUntil('both to be ready', () => balancer.readyNodes().length === 2);
  }
  const restarted = calls;
  await waitUntil('calls afterwards', () => calls > restarted + 100);
  isOver = true;
  await Promise.all(callers);
  balancer.close();
  console.log(`rolling restart over HTTP/2: ${calls} calls, ${connections} connections`);
  expect(Object.keys(statuses)).toEqual(['200']);
});
