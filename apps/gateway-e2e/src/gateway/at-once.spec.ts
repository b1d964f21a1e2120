import type { ApiDetail } from '@gatehouse/dto';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens, postForm } from '../fixtures/oauth.js';
import { createPerson, registerClient, setEnabled, type TestClient } from '../fixtures/stage.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
} from './gateway-stage.js';

/** Where operators and clients change things. */
let stage: GatewayStage;
/** Another process on the same database, which is told of nothing but by the database. */
let other: Pick<GatewayStage, 'gatehouse'>;
beforeAll(async () => {
  stage = await openGatewayStage();
  const { databaseUrl } = stage.gatehouse;
  other = { gatehouse: await startGatehouse({ roles: ['gateway'], database: databaseUrl }) };
});
afterAll(closeGatewayStage);

const measured: string[] = [];
afterAll(() => {
  process.stdout.write(`\nFrom the click to the first refusal at another node:\n${measured.join('\n')}\n`);
});

/** Makes a change, and resolves when the other node answers with the status: time is taken from before the change. */
async function untilAnswered(
  what: string,
  status: number,
  path: string,
  accessToken: string,
  change: () => Promise<unknown>,
): Promise<void> {
  const begun = performance.now();
  const [, answered] = await Promise.all([
    change(),
    (async () => {
      while ((await call(other, path, accessToken)).status !== status);
      return performance.now();
    })(),
  ]);
  measured.push(`${(answered - begun).toFixed(0).padStart(6)} ms  ${what}`);
  // It stays so, at both nodes.
  expect((await call(other, path, accessToken)).status).toBe(status);
  expect((await call(stage, path, accessToken)).status).toBe(status);
}

async function expectAdmitted(accessToken: string, path = '/flickr/photos'): Promise<void> {
  for (const node of [stage, other]) expect((await call(node, path, accessToken)).status).toBe(200);
}

const machineWith = (accessTokenFormat: 'jwt' | 'opaque'): Promise<TestClient> =>
  registerClient(stage.admin, { kind: 'machine', settings: { accessTokenFormat } });

/** Changes one thing of an API. */
async function change(api: ApiDetail, changes: Partial<ApiDetail>): Promise<unknown> {
  const { version } = await stage.admin.get<ApiDetail>(`/api/apis/${api.id}`);
  const {
    id: _,
    createdAt: __,
    updatedAt: ___,
    assertion: ____,
    fileKey: _key,
    management: _management,
    routes,
    ...content
  } = { ...api, ...changes };
  const inputs = routes.map(({ id: ____, ...input }) => input);
  return stage.admin.put(`/api/apis/${api.id}`, { ...content, routes: inputs, version });
}

describe.each(['jwt', 'opaque'] as const)(
  'an access token (%s) is refused by another node at once',
  (format) => {
    it('when its client has revoked it (RFC 7009)', async () => {
      const client = await machineWith(format);
      const token = await obtainAccessToken(stage, client);
      await expectAdmitted(token);
      await untilAnswered(`revoked access token, ${format}`, 401, '/flickr/photos', token, () =>
        postForm(stage, '/oauth2/revoke', { token }, client),
      );
    });

    it('when an operator has revoked the authorization that it comes from', async () => {
      const client = await registerClient(stage.admin, { settings: { accessTokenFormat: format } });
      const { access_token } = await obtainTokens(stage, { client });
      await expectAdmitted(access_token);
      const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
        `/api/authorizations?applicationId=${client.applicationId}`,
      );
      await untilAnswered(`revoked authorization, ${format}`, 401, '/flickr/photos', access_token, () =>
        stage.admin.delete(`/api/authorizations/${items[0]?.id ?? ''}`),
      );
    });

    it('when its application has been disabled; enabled again, it is admitted again', async () => {
      const client = await machineWith(format);
      const token = await obtainAccessToken(stage, client);
      await expectAdmitted(token);
      await untilAnswered(`disabled application, ${format}`, 401, '/flickr/photos', token, () =>
        setEnabled(stage, client, false),
      );
      await untilAnswered(`enabled application, ${format}`, 200, '/flickr/photos', token, () =>
        setEnabled(stage, client, true),
      );
    });

    it('when its application has been deleted', async () => {
      const client = await machineWith(format);
      const token = await obtainAccessToken(stage, client);
      await expectAdmitted(token);
      await untilAnswered(`deleted application, ${format}`, 401, '/flickr/photos', token, () =>
        stage.admin.delete(`/api/applications/${client.applicationId}`),
      );
    });

    it('when its end user has been disabled', async () => {
      const person = await createPerson(stage.admin, `bob-${format}`);
      const client = await registerClient(stage.admin, { settings: { accessTokenFormat: format } });
      const { access_token } = await obtainTokens(stage, { client, person });
      await expectAdmitted(access_token);
      const path = `/api/users/${person.id}`;
      const { version } = await stage.admin.get<{ readonly version: number }>(path);
      await untilAnswered(`disabled user, ${format}`, 401, '/flickr/photos', access_token, () =>
        stage.admin.patch(path, { enabled: false, version }),
      );
    });
  },
);

describe('another node knows at once', () => {
  let api: ApiDetail;
  beforeEach(async () => {
    // A base path for each test: what the other node learns of one does not help with the next.
    const basePath = `/api-${crypto.randomUUID()}`;
    const audience = stage.api.audience;
    api = await publish(stage, stage.upstream.url, { name: 'Changing', basePath, audience });
    while ((await call(other, `${basePath}/photos`, stage.accessToken)).status !== 200);
  });

  it('that a route wants another scope', async () => {
    const routes = api.routes.map((route) => ({
      ...route,
      scopes: route.scopes.length > 0 ? ['albums'] : [],
    }));
    await untilAnswered('changed scope of a route', 403, `${api.basePath}/photos`, stage.accessToken, () =>
      change(api, { routes }),
    );
  });

  it('that a public route is protected', async () => {
    const routes = api.routes.map((route) => ({ ...route, access: 'scopes' as const, scopes: ['albums'] }));
    const path = `${api.basePath}/public/a`;
    await untilAnswered('protected route', 403, path, stage.accessToken, () => change(api, { routes }));
  });

  it('that an API is disabled', async () => {
    await untilAnswered('disabled API', 404, `${api.basePath}/photos`, stage.accessToken, () =>
      change(api, { enabled: false }),
    );
  });

  it('that an API is deleted', async () => {
    await untilAnswered('deleted API', 404, `${api.basePath}/photos`, stage.accessToken, () =>
      stage.admin.delete(`/api/apis/${api.id}`),
    );
  });
});
