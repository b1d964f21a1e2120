import type { ApiChecks, ApiFinding, ApiInput, CheckApi, RouteInput } from '@gatehouse/dto';
import { issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';
import { findDeadUrl, startRawUpstream } from './upstream.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const route = (path: string, methods: string[] = [], changes: Partial<RouteInput> = {}): RouteInput => ({
  methods,
  path,
  access: 'public',
  scopes: [],
  scopeMatch: 'all',
  ...changes,
});

const GOOD = {
  name: 'Checked',
  basePath: '/checked',
  targets: [{ url: 'http://127.0.0.1:9' }],
  routes: [route('/a')],
};

const check = (changes: Partial<CheckApi>, connect = false): Promise<ApiChecks> =>
  stage.admin.post<ApiChecks>('/api/apis/checks', { ...GOOD, connect, ...changes });

const tell = (findings: readonly ApiFinding[]): string[] =>
  findings.map(({ field, message }) => `${field}: ${message}`);

describe('a check of an API', () => {
  it('finds nothing wrong where nothing is, and saves nothing', async () => {
    const { url } = stage.upstream;
    const answer = await check({ targets: [{ url }] }, true);
    expect(answer).toEqual({
      errors: [],
      warnings: [],
      targets: [
        {
          url,
          isReachable: true,
          explanation: 'It answers (HTTP 200).',
          code: 'target-answers',
          values: { status: '200' },
        },
      ],
    });
    const { total } = await stage.admin.get<{ total: number }>('/api/apis?search=checked');
    expect(total).toBe(0);
  });

  it.each<[string, Partial<ApiInput>, string]>([
    [
      'an unknown scope',
      { routes: [route('/a', [], { access: 'scopes', scopes: ['nope'] })] },
      'routes.0.scopes: Not defined: nope. Define scopes first.',
    ],
    [
      'an unknown provider',
      { providerId: '00000000-0000-4000-8000-000000000000' },
      'providerId: There is no such provider; it may have been deleted.',
    ],
    [
      'an address that is taken',
      { basePath: '/flickr' },
      'basePath: "Flickr photos" is published at /flickr already.',
    ],
    [
      'a route that gets no call',
      { routes: [route('/a/{x}', ['GET']), route('/a/*', ['POST']), route('/a/b', ['GET', 'POST'])] },
      'routes.2.path: Routes 1 (/a/{x}), 2 (/a/*) already answer all of this. Move this route before, or take it away.',
    ],
  ])('says what would be refused: %s', async (_, changes, finding) => {
    const { errors } = await check(changes);
    expect(tell(errors)).toEqual([finding]);
    const refused = await stage.admin.request<{ errors: ApiFinding[] }>('POST', '/api/apis', {
      ...GOOD,
      ...changes,
    });
    expect([400, 409]).toContain(refused.status);
    expect(tell(refused.body.errors)).toEqual([finding]);
  });

  it('knows a target that leads back to the API for ever, and one that leads to the gateway', async () => {
    const { gatewayUrl } = stage.gatehouse;
    const { port } = new URL(gatewayUrl);
    const endless = await check({ targets: [{ url: `http://127.0.0.1:${port}/checked/inner` }] });
    expect(tell(endless.errors)).toEqual([
      'targets.0.url: This is where the API itself is published: each call would come back for ever.',
    ]);
    const twice = await check({ targets: [{ url: `${gatewayUrl}/flickr` }] });
    expect([twice.errors, tell(twice.warnings)]).toEqual([
      [],
      ['targets.0.url: This is the gateway itself: its calls pass the gateway twice.'],
    ]);
  });

  it.each<[string, Partial<ApiInput>, string]>([
    [
      'a route that is not asked for all its methods',
      { routes: [route('/a', ['GET']), route('/{x}', ['GET']), route('/a', ['GET', 'PUT'])] },
      'routes.2.path: Routes 1 (/a), 2 (/{x}) answer some of the calls that this one matches. Move this route before, unless that is meant.',
    ],
    ['no route', { routes: [] }, 'routes: Without a route nothing can be called.'],
    [
      'an API inside another one',
      { basePath: '/flickr/inner' },
      'basePath: It takes the calls below /flickr/inner from "Flickr photos".',
    ],
    [
      'TLS that is of no use',
      { tls: { serverName: 'a.example' } },
      'tls: No target is called over TLS: use https://.',
    ],
    [
      '"/" at a host',
      { basePath: '/', hosts: ['a.example'] },
      'basePath: The gateway itself answers /health and /.well-known/oauth-protected-resource here.',
    ],
  ])('warns of what may be saved: %s', async (_, changes, finding) => {
    const { errors, warnings } = await check(changes);
    expect([errors, tell(warnings)]).toEqual([[], [finding]]);
  });

  it('warns of an audience that two APIs have', async () => {
    const { warnings } = await check({ audience: stage.api.audience });
    expect(tell(warnings)).toEqual([
      'audience: "Flickr photos" has the same audience: an access token for one is good for both.',
    ]);
  });

  it('warns of a certificate that expires soon', async () => {
    const authority = await makeAuthority('CN=Clients');
    const notAfter = new Date(Date.now() + 10 * 86_400_000 + 60_000);
    const { certificate, key } = await issueCertificate(authority, 'CN=gateway', { notAfter });
    const { errors, warnings } = await check({
      targets: [{ url: 'https://127.0.0.1:9' }],
      tls: { clientCertificate: certificate, clientKey: key },
    });
    expect(errors).toEqual([]);
    expect(tell(warnings)).toEqual([
      `tls.clientCertificate: The certificate "CN=gateway" expires on ${notAfter.toISOString().slice(0, 10)}, in 10 days.`,
    ]);
  });

  it('does not hold an API against itself', async () => {
    const api = await publish(stage, 'http://127.0.0.1:9', { name: 'Own', basePath: '/own' });
    const same = { name: 'Own', basePath: '/own' };
    expect((await check({ ...same, id: api.id })).errors).toEqual([]);
    expect((await check(same)).errors).toHaveLength(1);
  });
});

describe('the targets are called', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['nobody is there', findDeadUrl, 'Nobody listens at this port.'],
    ['the name is unknown', () => Promise.resolve('http://gatehouse.invalid'), 'Its host name is not known.'],
    [
      'it speaks no TLS',
      () => Promise.resolve(stage.upstream.url.replace('http:', 'https:')),
      'It does not speak TLS, or none that the gateway knows: check http:// and https:// (ERR_SSL_WRONG_VERSION_NUMBER).',
    ],
    [
      'it speaks no HTTP',
      () => startRawUpstream((socket) => socket.end('220 mail.example ESMTP\r\n')),
      'What it answers is not HTTP: check http:// and https://.',
    ],
    [
      'it hangs up',
      () => startRawUpstream((socket) => socket.once('data', () => socket.destroy())),
      'It closed the connection without an answer.',
    ],
  ])('and it is said when %s', async (_, findUrl, explanation) => {
    const url = await findUrl();
    const { errors, warnings, targets } = await check(
      { targets: [{ url: stage.upstream.url }, { url }] },
      true,
    );
    expect(errors).toEqual([]);
    expect(tell(warnings)).toEqual([`targets.1.url: ${explanation}`]);
    expect(targets.map(({ isReachable }) => isReachable)).toEqual([true, false]);
  });
});
