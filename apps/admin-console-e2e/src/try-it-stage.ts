import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { IDP, type Idp, makeIdp } from './try-it-assertions.js';

export interface RegisteredClient {
  readonly version: number;
  readonly redirectUris: readonly string[];
  readonly secrets: readonly unknown[];
}

export interface Registered {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly application: { readonly id: string; readonly clients: readonly RegisteredClient[] };
}

export const PASSWORD = 'correct horse battery staple';
export const SHOP_CALLBACK = 'https://shop.example/callback';
const GRANT = 'urn:ietf:params:oauth:grant-type:';

/** A Gatehouse with a published API, one client for each way to an access token, and a user, ada. */
export interface TryItStage {
  readonly gatehouse: RunningGatehouse;
  readonly admin: AdminApi;
  readonly machine: Registered;
  readonly shop: Registered;
  readonly television: Registered;
  /** Exchanges access tokens: its own, and those of the machine. */
  readonly service: Registered;
  /** Presents what `idp` has signed. */
  readonly importer: Registered;
  readonly idp: Idp;
  /** A page of the shop that shows a picture's name; it is there, since no test can catch where a browser is redirected to. */
  readonly bye: string;
  /** Asks for passwords. */
  readonly legacy: Registered;
  readonly clientOf: (registered: Registered) => Promise<RegisteredClient | undefined>;
  /** Changes a client as another operator would: pages that are open do not hear of it. */
  readonly change: (registered: Registered, changes: object) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function startPhotos(): Promise<Server> {
  const upstream = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"photos":["gate.jpg"]}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  return upstream;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function publish(admin: AdminApi, upstream: Server): Promise<void> {
  for (const name of ['photos', 'albums'])
    await admin.post('/api/scopes', { name, title: `See your ${name}` });
  await admin.post('/api/apis', {
    name: 'Photo archive',
    basePath: '/photos',
    targets: [{ url: addressOf(upstream) }],
    routes: [
      { methods: ['GET'], path: '/albums/{id}', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' },
    ],
  });
}

const trust = (admin: AdminApi, { certificate }: Idp, { clientId }: Registered): Promise<unknown> =>
  admin.post('/api/trusted-issuers', {
    name: 'Company log-in',
    issuer: IDP,
    certificates: [certificate],
    clientIds: [clientId],
    subjectMapping: 'username',
    allowedScopes: ['photos'],
  });

/** @param env besides what the stage needs itself */
export async function openTryItStage(env: Readonly<Record<string, string>> = {}): Promise<TryItStage> {
  const upstream = await startPhotos();
  const gatehouse = await startGatehouse({ env: { GATEHOUSE_DEVICE_INTERVAL_SECONDS: '1', ...env } });
  const admin = adminApi(gatehouse);
  await publish(admin, upstream);
  await admin.post('/api/users', { username: 'ada', displayName: 'Ada', password: PASSWORD });
  const register = (name: string, kind: string, redirectUris: readonly string[] = []): Promise<Registered> =>
    admin.post<Registered>('/api/applications', { name, kind, redirectUris, allowedScopes: ['photos'] });
  const clientOf: TryItStage['clientOf'] = async ({ application }) =>
    (await admin.get<Registered['application']>(`/api/applications/${application.id}`)).clients[0];
  const change: TryItStage['change'] = async (registered, changes) => {
    const { application, clientId } = registered;
    const version = (await clientOf(registered))?.version;
    await admin.patch(`/api/applications/${application.id}/clients/${clientId}`, { version, ...changes });
  };
  const television = await register('Living Room TV', 'native', ['com.example.tv:/callback']);
  await change(television, { grantTypes: [`${GRANT}device_code`, 'refresh_token'] });
  const machine = await register('Scanner', 'machine');
  const service = await register('Print Service', 'machine');
  const exchange = [`${GRANT}token-exchange`, 'client_credentials'];
  await change(service, { grantTypes: exchange, exchangeableClients: [machine.clientId] });
  const importer = await register('Photo Importer', 'machine');
  await change(importer, { grantTypes: [`${GRANT}jwt-bearer`, `${GRANT}saml2-bearer`] });
  const idp = await makeIdp();
  await trust(admin, idp, importer);
  const legacy = await register('Old Kiosk', 'machine');
  await change(legacy, { profile: 'legacy', grantTypes: ['password', 'refresh_token'] });
  return {
    gatehouse,
    admin,
    machine,
    service,
    importer,
    idp,
    bye: `${addressOf(upstream)}/bye`,
    legacy,
    shop: await register('Print Shop', 'web', [SHOP_CALLBACK]),
    television,
    clientOf,
    change,
    async close() {
      upstream.closeAllConnections();
      upstream.close();
      await stopAllGatehouses();
    },
  };
}
