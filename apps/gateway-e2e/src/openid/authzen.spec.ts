import type { ApiCallersInput, ApiDetail, UserDetail } from '@gatehouse/dto';
import { basic, obtainTokens } from '../fixtures/oauth.js';
import { createPerson, registerClient, setEnabled, type TestClient } from '../fixtures/stage.js';
import { publishWith } from '../gateway/credentials.js';
import {
  closeGatewayStage,
  type GatewayStage,
  openGatewayStage,
  route,
  ROUTES,
} from '../gateway/gateway-stage.js';

let stage: GatewayStage;
/** The resource server of the API that is asked about: the program that asks. */
let service: TestClient;
/** A confidential client that no API names. */
let stranger: TestClient;
let api: ApiDetail;

beforeAll(async () => {
  stage = await openGatewayStage();
  const { admin } = stage;
  service = await registerClient(admin, { kind: 'machine', name: 'Photo service' });
  stranger = await registerClient(admin, { kind: 'machine', name: 'Stranger' });
  api = await publishWith(stage, {
    callers: { access: 'everyone', applicationIds: [], resourceServerIds: [service.applicationId] },
    routes: [
      ...ROUTES,
      route('/lately', { methods: ['GET'], maxAgeSeconds: 60 }),
      route('/albums', { scopes: ['albums'] }),
    ],
  });
  await obtainTokens(stage, { scope: 'photos' });
});
afterAll(closeGatewayStage);

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly decision?: boolean;
    readonly context?: { readonly id?: string; readonly error?: { readonly status: number } };
    readonly evaluations?: readonly Told['body'][];
    readonly error?: string;
  };
}

async function post(
  path: string,
  body: unknown,
  asker: TestClient | null = service,
  headers: Record<string, string> = {},
): Promise<Told> {
  const response = await fetch(`${stage.gatehouse.authUrl}/access/v1/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(asker && { authorization: basic(asker.clientId, asker.clientSecret ?? '') }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const told = (await response.json()) as Told['body'];
  return { status: response.status, headers: response.headers, body: told };
}

/** Ada, through Print Shop, with the scope that she has allowed it. */
const question = (changes: object = {}): Record<string, unknown> => ({
  subject: { type: 'user', id: stage.ada.id },
  action: { name: 'photos' },
  resource: { type: 'api', id: api.audience },
  context: { client_id: stage.printShop.clientId },
  ...changes,
});

const ofRoute = (path: string, method = 'GET', changes: object = {}): Record<string, unknown> =>
  question({ resource: { type: 'route', id: api.basePath + path }, action: { name: method }, ...changes });

/** True, or the code of the denial. */
async function decide(sent: unknown): Promise<unknown> {
  const { status, body } = await post('evaluation', sent);
  expect(status).toBe(200);
  expect(body.decision).toBe(body.context === undefined);
  return body.context?.id ?? body.decision;
}

/** A person who has allowed a client of their own the scope photos, and the question whether that holds. */
async function allow(name: string): Promise<{ id: string; client: TestClient; sent: unknown }> {
  const person = await createPerson(stage.admin, name);
  const client = await registerClient(stage.admin, { name: `Shop of ${name}` });
  await obtainTokens(stage, { client, person });
  const subject = { type: 'user', id: person.id, properties: { client_id: client.clientId } };
  return { id: person.id, client, sent: question({ subject, context: {} }) };
}

describe('an access evaluation of a scope (AuthZEN Authorization API §6)', () => {
  it('permits what the user has allowed the application, and gives the reason where it does not', async () => {
    const { body, headers } = await post('evaluation', question());
    expect(body).toEqual({ decision: true });
    expect(headers.get('cache-control')).toBe('no-store');
    const denied = await post('evaluation', question({ action: { name: 'albums' } }));
    expect(denied.body).toEqual({
      decision: false,
      context: {
        id: 'scope_not_granted',
        reason_admin: { en: 'Not granted for this API: albums.' },
        reason_user: { en: 'You have not allowed this application to do this.' },
      },
    });
  });

  it('holds until the authorization is revoked', async () => {
    const { client, sent } = await allow('rita');
    expect(await decide(sent)).toBe(true);
    const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
      `/api/authorizations?applicationId=${client.applicationId}`,
    );
    await stage.admin.delete(`/api/authorizations/${items[0]?.id}`);
    expect(await decide(sent)).toBe('no_authorization');
  });

  it('holds until the user is disabled, who is none then', async () => {
    const { id, sent } = await allow('dora');
    expect(await decide(sent)).toBe(true);
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${id}`);
    await stage.admin.patch(`/api/users/${id}`, { version, enabled: false });
    expect(await decide(sent)).toBe('subject_unknown');
  });

  it('holds until the application is disabled', async () => {
    const { client, sent } = await allow('cleo');
    expect(await decide(sent)).toBe(true);
    await setEnabled(stage, client, false);
    expect(await decide(sent)).toBe('client_unknown');
  });

  it.each([
    ['another application', 'no_authorization', () => ({ context: { client_id: stage.machine.clientId } })],
    ['no client', 'client_unknown', () => ({ context: {} })],
    ['nobody', 'subject_unknown', () => ({ subject: { type: 'user', id: 'nobody' } })],
    ['another type of subject', 'subject_unknown', () => ({ subject: { type: 'group', id: stage.ada.id } })],
    ['an unknown API', 'resource_unknown', () => ({ resource: { type: 'api', id: 'https://no.example' } })],
    ['an API of others', 'resource_unknown', () => ({ resource: { type: 'api', id: stage.api.audience } })],
    ['another type of resource', 'resource_unknown', () => ({ resource: { type: 'file', id: 'x' } })],
    ['an unknown scope', 'scope_not_allowed', () => ({ action: { name: 'nothing-known' } })],
  ])('denies %s: %s', async (_, code, changes) => {
    expect(await decide(question(changes()))).toBe(code);
  });

  it('holds for the applications on the list of the API alone, and while it is enabled', async () => {
    const callers: ApiCallersInput = {
      access: 'listed',
      applicationIds: [stage.machine.applicationId],
      resourceServerIds: [service.applicationId],
    };
    const closed = await publishWith(stage, { callers });
    const resource = { type: 'api', id: closed.audience };
    const ofMachine = question({ subject: { type: 'client', id: stage.machine.clientId }, resource });
    expect(await decide(question({ resource }))).toBe('application_not_listed');
    expect(await decide(ofMachine)).toBe(true);
    const { id, version, name, basePath } = closed;
    const input = { name, basePath, targets: [{ url: stage.upstream.url }], routes: ROUTES, callers };
    await stage.admin.put(`/api/apis/${id}`, { ...input, version, enabled: false });
    expect(await decide(ofMachine)).toBe('resource_unknown');
  });

  it('is denied where the API accepts no access tokens', async () => {
    const keysOnly = await publishWith(stage, {
      callers: { access: 'everyone', applicationIds: [], resourceServerIds: [service.applicationId] },
      policies: {
        credentials: { accessTokens: false, apiKeys: { header: 'X-API-Key' }, clientCertificates: false },
      },
    });
    expect(await decide(question({ resource: { type: 'api', id: keysOnly.audience } }))).toBe(
      'credential_not_accepted',
    );
  });

  it('of a client for itself asks for client_credentials', async () => {
    const ofClient = ({ clientId }: TestClient) => question({ subject: { type: 'client', id: clientId } });
    expect(await decide(ofClient(stage.machine))).toBe(true);
    expect(await decide(ofClient(stage.printShop))).toBe('grant_not_allowed');
  });
});

describe('an access evaluation of a route', () => {
  it.each([
    ['/photos', 'GET', true],
    ['/either', 'PUT', true],
    ['/any-token', 'GET', true],
    ['/both', 'GET', 'scope_not_granted'],
    ['/photos', 'DELETE', 'action_unknown'],
    ['/photos', 'get', 'action_unknown'],
    ['/nowhere', 'GET', 'resource_unknown'],
    ['/public/../private/x', 'GET', 'resource_unknown'],
    ['/lately', 'GET', 'sign_in_insufficient'],
  ])('%s %s: %s', async (path, method, decision) => {
    expect(await decide(ofRoute(path, method))).toBe(decision);
  });

  it('goes by the sign-in that whoever asks has seen (RFC 9470 §3)', async () => {
    const properties = { auth_time: Math.floor(Date.now() / 1000) };
    const subject = { type: 'user', id: stage.ada.id, properties };
    expect(await decide(ofRoute('/lately', 'GET', { subject }))).toBe(true);
  });

  it('of a public one needs nobody', async () => {
    const subject = { type: 'user', id: 'nobody' };
    expect(await decide(ofRoute('/public/x', 'GET', { subject }))).toBe(true);
  });
});

describe('several evaluations (AuthZEN Authorization API §7)', () => {
  const evaluateAll = async (names: readonly unknown[], options?: object) => {
    const evaluations = names.map((name) => ({ action: { name } }));
    const { body } = await post('evaluations', question({ evaluations, options }));
    return body.evaluations?.map(({ decision }) => decision);
  };

  it.each<[string | undefined, readonly boolean[], (readonly string[])?]>([
    [undefined, [false, true, false, true]],
    ['execute_all', [false, true, false, true]],
    ['permit_on_first_permit', [false, true]],
    ['deny_on_first_deny', [false]],
    ['deny_on_first_deny', [true, false], ['photos', 'albums', 'photos']],
  ])('%s', async (semantic, decisions, names = ['albums', 'photos', 'albums', 'photos']) => {
    const options = semantic === undefined ? undefined : { evaluations_semantic: semantic };
    expect(await evaluateAll(names, options)).toEqual(decisions);
  });

  it('tell what is wrong with one of them in its place, and deny it', async () => {
    const evaluations = [{ action: {} }, {}];
    const { body } = await post('evaluations', question({ evaluations }));
    expect(body.evaluations).toMatchObject([
      { decision: false, context: { error: { status: 400 } } },
      { decision: true },
    ]);
  });

  it('are one where none is listed, and at most fifty', async () => {
    expect((await post('evaluations', question())).body).toEqual({ decision: true });
    const evaluations = Array.from({ length: 51 }, () => ({}));
    expect((await post('evaluations', question({ evaluations }))).status).toBe(400);
  });

  it('are refused with another semantic', async () => {
    const options = { evaluations_semantic: 'guess' };
    const { status, body } = await post('evaluations', question({ evaluations: [{}], options }));
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });
});

describe.each(['evaluation', 'evaluations'])('the endpoint %s', (path) => {
  it('answers nobody who does not prove who they are', async () => {
    for (const asker of [{ ...service, clientSecret: 'wrong' }, { ...service, clientId: 'nobody' }, null]) {
      const { status, body, headers } = await post(path, question(), asker);
      expect([status, body.error, body.decision]).toEqual([401, 'invalid_client', undefined]);
      expect(headers.get('www-authenticate')).toMatch(/^Basic /);
    }
  });

  it('answers no client that no API names as its resource server, not even about itself', async () => {
    for (const asker of [stranger, stage.printShop]) {
      const { status, body } = await post(path, question(), asker);
      expect([status, body.error, body.decision]).toEqual([403, 'access_denied', undefined]);
    }
  });

  it('gives the ID of a request back, also with a refusal', async () => {
    const headers = { 'x-request-id': 'bfe9eb29' };
    for (const asker of [service, stranger])
      expect((await post(path, question(), asker, headers)).headers.get('x-request-id')).toBe('bfe9eb29');
  });

  it.each([
    ['no JSON', '{'],
    ['a list', []],
    ['no subject', { action: { name: 'photos' }, resource: { type: 'api', id: 'x' } }],
    ['more than 64 kB', { context: { filler: 'x'.repeat(65_536) } }],
  ])('refuses %s', async (_, sent) => {
    const { status, body } = await post(path, sent);
    expect([status, body.error, body.decision]).toEqual([400, 'invalid_request', undefined]);
  });

  it('takes JSON alone, by POST alone', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(path, question(), service, form)).status).toBe(400);
    expect((await fetch(`${stage.gatehouse.authUrl}/access/v1/${path}`)).status).toBe(405);
  });
});

it('the metadata names what there is, and no search', async () => {
  const { issuer, authUrl } = stage.gatehouse;
  const response = await fetch(`${authUrl}/.well-known/authzen-configuration`);
  expect(await response.json()).toEqual({
    policy_decision_point: issuer,
    access_evaluation_endpoint: `${issuer}/access/v1/evaluation`,
    access_evaluations_endpoint: `${issuer}/access/v1/evaluations`,
  });
});
