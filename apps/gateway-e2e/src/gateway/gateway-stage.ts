import type { ApiDetail, ApiInput, RouteInput } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { startUpstream, stopAllUpstreams, type Upstream } from './upstream.js';

/** A Gatehouse with an upstream and a published API in front of it: base path /flickr, and routes of every kind. */
export interface GatewayStage extends Stage {
  readonly upstream: Upstream;
  readonly api: ApiDetail;
  /** Has the scopes photos and albums, and gets signed access tokens. */
  readonly machine: TestClient;
  /** A signed access token of the machine with the scope photos. */
  readonly accessToken: string;
}

export const route = (path: string, changes: Partial<RouteInput> = {}): RouteInput => ({
  methods: [],
  path,
  access: 'scopes',
  scopes: ['photos'],
  scopeMatch: 'all',
  ...changes,
});

export const ROUTES: readonly RouteInput[] = [
  route('/photos', { methods: ['GET', 'POST'] }),
  route('/photos/{id}/image', { methods: ['GET'] }),
  route('/both', { scopes: ['photos', 'albums'] }),
  route('/either', { scopes: ['prints', 'photos'], scopeMatch: 'any' }),
  route('/any-token', { access: 'authenticated', scopes: [] }),
  route('/public/*', { access: 'public', scopes: [] }),
  route('/private/*'),
];

/** Publishes an API; what is not given is as the worked example has it. */
export function publish(
  { admin }: Pick<Stage, 'admin'>,
  upstreamUrl: string,
  changes: Partial<ApiInput> = {},
): Promise<ApiDetail> {
  const input = {
    name: 'Flickr photos',
    basePath: '/flickr',
    targets: [{ url: upstreamUrl }],
    routes: ROUTES,
    ...changes,
  };
  return admin.post<ApiDetail>('/api/apis', input);
}

/** An access token of a client for itself. */
export async function obtainAccessToken(
  stage: Pick<Stage, 'gatehouse'>,
  client: TestClient,
  scope = 'photos',
): Promise<string> {
  const { status, body } = await requestToken(stage, client, { grant_type: 'client_credentials', scope });
  if (status !== 200) throw new Error(`no access token: ${status} ${JSON.stringify(body)}`);
  return String(body['access_token']);
}

export async function openGatewayStage(options?: Parameters<typeof openStage>[0]): Promise<GatewayStage> {
  const [stage, upstream] = await Promise.all([openStage(options), startUpstream()]);
  const api = await publish(stage, upstream.url);
  const machine = await registerClient(stage.admin, { kind: 'machine', name: 'Night job' });
  return { ...stage, upstream, api, machine, accessToken: await obtainAccessToken(stage, machine) };
}

/** Calls the gateway with an access token, or with none. */
export function call(
  { gatehouse }: Pick<Stage, 'gatehouse'>,
  path: string,
  accessToken?: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`);
  return fetch(gatehouse.gatewayUrl + path, { ...init, headers, redirect: 'manual' });
}

/** For `afterAll`. */
export async function closeGatewayStage(): Promise<void> {
  stopAllUpstreams();
  await stopAllGatehouses();
}
