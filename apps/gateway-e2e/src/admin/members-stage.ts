import type {
  ApplicationDetail,
  AuthorizationDetail,
  CallList,
  CreatedApiKey,
  CreatedUser,
  OrganizationDetail,
  Page,
} from '@gatehouse/dto';
import type { AdminApi } from '../../../../tools/test-setup/index.mjs';
import { openConsole, type Send } from '../fixtures/console.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

/** One of everything that belongs to an application. */
export interface Belongings {
  readonly client: TestClient;
  readonly keyId: string;
  readonly secretId: string;
  readonly authorizationId: string;
  readonly requestId: string;
  readonly tokenId: string;
}

/** Somebody at the console. */
export interface Teammate {
  readonly id: string;
  readonly send: Send;
}

/** Two organizations with one of everything, and three members. */
export interface MembersStage extends GatewayStage {
  readonly blue: OrganizationDetail;
  readonly red: OrganizationDetail;
  /** Of blue. */
  readonly ours: Belongings;
  /** Of red. */
  readonly theirs: Belongings;
  /** Manages blue. */
  readonly mia: Teammate;
  /** Views blue. */
  readonly vic: Teammate;
  /** Belongs to no organization. */
  readonly una: Teammate;
}

const PASSWORD = 'correct horse battery staple';

/** Gives somebody new a role, and signs them in at the console. */
export async function join(
  { admin, gatehouse }: Pick<Stage, 'admin' | 'gatehouse'>,
  username: string,
  operatorRole: string,
): Promise<Teammate> {
  const person = { username, password: PASSWORD };
  const { user } = await admin.post<CreatedUser>('/api/users', { ...person, operatorRole });
  return { id: user.id, send: await openConsole(gatehouse, person) };
}

export const getApplication = (admin: AdminApi, id: string): Promise<ApplicationDetail> =>
  admin.get<ApplicationDetail>(`/api/applications/${id}`);

/** `jti` of a JWT. */
export const readTokenId = (jwt: string): string =>
  (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { readonly jti: string }).jti;

async function furnish(stage: GatewayStage, name: string, organizationId: string): Promise<Belongings> {
  const client = await registerClient(stage.admin, { name });
  const path = `/api/applications/${client.applicationId}`;
  const { version } = await getApplication(stage.admin, client.applicationId);
  await stage.admin.put(`${path}/organization`, { version, organizationId });
  const input = { name: 'Key', scopes: ['photos'] };
  const { apiKey } = await stage.admin.post<CreatedApiKey>(`${path}/api-keys`, input);
  const { access_token: token } = await obtainTokens(stage, { scope: 'photos', client });
  const requestId = (await call(stage, '/flickr/photos', token)).headers.get('x-request-id') ?? '';
  const { items } = await stage.admin.get<Page<AuthorizationDetail>>(
    `/api/authorizations?applicationId=${client.applicationId}`,
  );
  const { clients } = await getApplication(stage.admin, client.applicationId);
  return {
    client,
    keyId: apiKey.id,
    secretId: clients[0]?.secrets[0]?.id ?? '',
    authorizationId: items[0]?.id ?? '',
    requestId,
    tokenId: readTokenId(token),
  };
}

export async function openMembersStage(
  options?: Parameters<typeof openGatewayStage>[0],
): Promise<MembersStage> {
  const stage = await openGatewayStage(options);
  const { admin } = stage;
  const blue = await admin.post<OrganizationDetail>('/api/organizations', { name: 'Blue' });
  const red = await admin.post<OrganizationDetail>('/api/organizations', { name: 'Red' });
  const ours = await furnish(stage, 'Azure', blue.id);
  const theirs = await furnish(stage, 'Crimson', red.id);
  const mia = await join(stage, 'mia', 'member');
  const vic = await join(stage, 'vic', 'member');
  const una = await join(stage, 'una', 'member');
  const members = `/api/organizations/${blue.id}/members`;
  await admin.request('POST', members, { username: 'MIA', role: 'manager' });
  await admin.request('POST', members, { username: 'vic', role: 'viewer' });
  await waitUntil('the calls to be seen', async () => {
    const { items } = await admin.get<CallList>('/api/calls');
    return [ours, theirs].every((one) => items.some(({ requestId }) => requestId === one.requestId));
  });
  return { ...stage, blue, red, ours, theirs, mia, vic, una };
}
