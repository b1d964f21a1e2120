import type {
  AccessTokenDetail,
  AccessTokenLineage,
  AuthorizationDetail,
  AuthorizationLineage,
  FoundToken,
  Page,
} from '@gatehouse/dto';
import { readTable } from '../../../../tools/test-setup/index.mjs';
import { GRANT_TYPE } from '../fixtures/exchange.js';
import { obtainTokens, requestToken, type Tokens } from '../fixtures/oauth.js';
import { takeRights, waitForReceipt } from '../fixtures/receipts.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, obtainAccessToken } from '../gateway/gateway-stage.js';
import { join, type MembersStage, openMembersStage, readTokenId, type Teammate } from './members-stage.js';

const NOTHING = { authorizationId: null, grantId: null, tokenId: null, requestId: null };

let stage: MembersStage;
let shop: TestClient;
let tokens: Tokens;
let opaque: string;
let viewer: Teammate;
beforeAll(async () => {
  stage = await openMembersStage();
  shop = await registerClient(stage.admin, { name: 'Opal', settings: { accessTokenFormat: 'opaque' } });
  viewer = await join(stage, 'vera', 'viewer');
  tokens = await obtainTokens(stage, { scope: 'photos albums' });
  opaque = (await obtainTokens(stage, { client: shop })).access_token;
});
afterAll(closeGatewayStage);

const asked: string[] = [];

/** What the admin finds; undefined: nothing. */
async function find(text: string): Promise<FoundToken | undefined> {
  asked.push(text);
  const { status, body } = await stage.admin.request<FoundToken>('POST', '/api/authorizations/find', {
    text,
  });
  // IDs are no secrets.
  if (text.length > 40) expect(JSON.stringify(body)).not.toContain(text.trim());
  if (status === 404) return undefined;
  expect(status).toBe(200);
  return body;
}

const findAuthorization = async (applicationId: string): Promise<AuthorizationDetail> => {
  const { items } = await stage.admin.get<Page<AuthorizationDetail>>(
    `/api/authorizations?applicationId=${applicationId}`,
  );
  return items[0] as AuthorizationDetail;
};

const open = (id: string): Promise<AuthorizationLineage> =>
  stage.admin.get<AuthorizationLineage>(`/api/authorizations/${id}`);

const refresh = async (token: string) =>
  requestToken(stage, stage.printShop, { grant_type: 'refresh_token', refresh_token: token });

describe('one field finds what a text belongs to', () => {
  it('an access token, as a JWT or opaque, and a refresh token', async () => {
    const { id: authorizationId } = await findAuthorization(stage.printShop.applicationId);
    const tokenId = readTokenId(tokens.access_token);
    const found = await find(tokens.access_token);
    expect(found).toEqual({
      ...NOTHING,
      kind: 'access-token',
      authorizationId,
      tokenId,
      grantId: expect.any(String),
    });
    const { grantId } = found as FoundToken;
    // As it is copied from a request.
    expect(await find(` Authorization: Bearer ${tokens.access_token}\n`)).toEqual(found);
    expect(await find(tokens.refresh_token)).toEqual({
      ...NOTHING,
      kind: 'refresh-token',
      authorizationId,
      grantId,
    });
    const ofShop = await findAuthorization(shop.applicationId);
    expect(await find(opaque)).toMatchObject({ kind: 'access-token', authorizationId: ofShop.id });
    expect(await find(stage.accessToken)).toEqual({
      ...NOTHING,
      kind: 'access-token',
      tokenId: readTokenId(stage.accessToken),
    });
  });

  it('the ID of an authorization, a grant, an access token, and of a request', async () => {
    const { authorizationId, requestId, tokenId } = stage.ours;
    expect(await find(authorizationId)).toEqual({ ...NOTHING, kind: 'authorization', authorizationId });
    const seen = await find(tokenId);
    expect(seen).toMatchObject({ kind: 'access-token', authorizationId, tokenId });
    expect(await find(requestId)).toEqual({ ...NOTHING, kind: 'call', requestId });
    const { grantId } = (await find(tokens.refresh_token)) as FoundToken;
    expect(await find(grantId ?? '')).toMatchObject({ kind: 'grant', grantId });
    const stored = (await find(opaque)) as FoundToken;
    expect(await find(stored.tokenId ?? '')).toEqual(stored);
  });

  it('nothing for what is not ours, and says what to make of it', async () => {
    const [head = '', body = '', signature = ''] = tokens.access_token.split('.');
    const tampered = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const text of [tampered, 'x', `${tokens.refresh_token}x`, crypto.randomUUID(), "' OR true --"])
      expect(await find(text)).toBeUndefined();
    const empty = await stage.admin.request('POST', '/api/authorizations/find', { text: '' });
    expect([empty.status, empty.body]).toMatchObject([400, { errors: [{ field: 'text' }] }]);
  });

  it('for those alone who may see it', async () => {
    const statusOf = async ({ send }: Teammate, text: string): Promise<number> =>
      (await send('POST', '/api/authorizations/find', { text })).status;
    const { ours, theirs, mia, vic, una } = stage;
    for (const key of ['authorizationId', 'tokenId', 'requestId'] as const) {
      expect([key, await statusOf(mia, ours[key]), await statusOf(vic, ours[key])]).toEqual([key, 200, 200]);
      expect([key, await statusOf(mia, theirs[key]), await statusOf(una, ours[key])]).toEqual([
        key,
        404,
        404,
      ]);
    }
    for (const text of [tokens.access_token, tokens.refresh_token, opaque, stage.accessToken])
      expect(await statusOf(mia, text)).toBe(404);
    // Who calls what is not for viewers; tokens are.
    expect([await statusOf(viewer, ours.requestId), await statusOf(viewer, tokens.access_token)]).toEqual([
      404, 200,
    ]);
    asked.push(tokens.access_token);
    const page = `/api/authorizations/${ours.authorizationId}`;
    expect((await viewer.send('DELETE', page)).status).toBe(403);
    expect((await viewer.send('GET', page)).status).toBe(200);
    expect((await vic.send('DELETE', `/api/access-tokens/${ours.tokenId}`)).status).toBe(403);
    expect((await mia.send('DELETE', `/api/access-tokens/${theirs.tokenId}`)).status).toBe(404);
  });

  it('and what was asked is in no log', async () => {
    const secrets = asked.filter((text) => text.length > 40);
    expect(secrets.length).toBeGreaterThan(4);
    const written = stage.gatehouse.logs() + (await readTable(stage.gatehouse.databaseUrl, 'audit_entries'));
    expect(secrets.filter((secret) => written.includes(secret.trim()))).toEqual([]);
  });
});

describe('an authorization', () => {
  it('tells how it was allowed, what came from it, and what that was used for', async () => {
    const { id } = await findAuthorization(stage.printShop.applicationId);
    const { body } = await refresh(tokens.refresh_token);
    const [first, second] = [tokens.access_token, String(body['access_token'])];
    expect((await call(stage, '/flickr/photos', second)).status).toBe(200);
    const exchanger = await registerClient(stage.admin, {
      kind: 'machine',
      name: 'Print Service',
      settings: {
        grantTypes: ['client_credentials', GRANT_TYPE],
        exchangeableClients: [stage.printShop.clientId],
      },
    });
    const exchanged = await requestToken(stage, exchanger, {
      grant_type: GRANT_TYPE,
      subject_token: second,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    expect(exchanged.status).toBe(200);
    const third = String(exchanged.body['access_token']);
    expect((await call(stage, '/flickr/photos', third)).status).toBe(200);
    const listTokens = ({ grants }: AuthorizationLineage): readonly AccessTokenDetail[] =>
      grants.flatMap(({ accessTokens }) => accessTokens);
    await waitUntil('the calls to be seen', async () => listTokens(await open(id)).length === 2);
    const lineage = await open(id);
    expect(lineage.consents).toEqual([
      {
        at: expect.any(String),
        clientId: stage.printShop.clientId,
        scopes: ['photos', 'albums'],
        way: 'page',
        address: '127.0.0.1',
        browser: null,
        system: null,
      },
    ]);
    expect(lineage.grants).toMatchObject([
      { clientId: stage.printShop.clientId, state: 'active', refreshTokens: { count: 2 } },
    ]);
    const byId = new Map(listTokens(lineage).map((token) => [token.tokenId, token]));
    expect(byId.get(readTokenId(first))).toBeUndefined();
    expect(byId.get(readTokenId(second))).toMatchObject({
      grantType: 'refresh_token',
      state: 'active',
      lastUse: { calls: 1, requestId: expect.any(String) },
      origins: [],
    });
    expect(byId.get(readTokenId(third))).toMatchObject({
      clientId: exchanger.clientId,
      actors: [{ id: exchanger.clientId, name: 'Print Service' }],
      origins: [readTokenId(second)],
    });

    // One token ends, and what was exchanged from it; the rest of the grant goes on.
    const path = `/api/access-tokens/${readTokenId(second)}`;
    await waitForReceipt(stage.admin, await takeRights(stage.admin, 'DELETE', path));
    for (const token of [second, third])
      expect((await call(stage, '/flickr/photos', token)).status).toBe(401);
    expect((await call(stage, '/flickr/photos', first)).status).toBe(200);
    const ended = await stage.admin.get<AccessTokenLineage>(path);
    expect([ended.state, ended.revocations[0]?.kind]).toEqual(['revoked', 'access-token']);
    const after = listTokens(await open(id)).filter(({ tokenId }) => tokenId !== readTokenId(first));
    expect(after.map(({ state, revocation }) => [state, revocation?.reason])).toEqual([
      ['revoked', 'operator'],
      ['revoked', 'operator'],
    ]);

    // Then the grant with all that is left of it.
    const grantId = lineage.grants[0]?.id ?? '';
    const other = await findAuthorization(shop.applicationId);
    expect(
      (await stage.admin.request('DELETE', `/api/authorizations/${other.id}/grants/${grantId}`)).status,
    ).toBe(404);
    const grant = `/api/authorizations/${id}/grants/${grantId}`;
    await waitForReceipt(stage.admin, await takeRights(stage.admin, 'DELETE', grant));
    expect((await call(stage, '/flickr/photos', first)).status).toBe(401);
    expect((await refresh(String(body['refresh_token']))).status).toBe(400);
    expect(await open(id)).toMatchObject({
      revokedAt: null,
      grants: [{ state: 'revoked', revocation: { kind: 'grant', reason: 'operator' } }],
    });
  });

  it('loses one scope under another ID, and tells of the old one why', async () => {
    const client = await registerClient(stage.admin, { name: 'Two things' });
    await obtainTokens(stage, { client, scope: 'photos albums' });
    const { id } = await findAuthorization(client.applicationId);
    const { body } = await stage.admin.request<{ readonly id: string }>(
      'DELETE',
      `/api/authorizations/${id}/scopes/albums`,
    );
    expect(await open(id)).toMatchObject({ revokedReason: 'permission-removed' });
    expect(await open(body.id)).toMatchObject({ scopes: ['photos'], consents: [{ way: 'page' }] });
    const list = (query: string) =>
      stage.admin.get<Page<AuthorizationDetail>>(
        `/api/authorizations?applicationId=${client.applicationId}&${query}`,
      );
    const idsOf = async (query: string) => (await list(query)).items.map((row) => row.id).toSorted();
    expect(await idsOf('state=revoked')).toEqual([id]);
    expect(await idsOf('state=any')).toEqual([id, body.id].toSorted());
    expect(await idsOf('scope=albums')).toEqual([]);
    expect(await idsOf('scope=photos')).toEqual([body.id]);
  });

  it('is not needed for tokens of an application itself: those that are stored or were seen', async () => {
    const machine = await registerClient(stage.admin, {
      kind: 'machine',
      name: 'Opaque job',
      settings: { accessTokenFormat: 'opaque' },
    });
    const text = await obtainAccessToken(stage, machine);
    const list = await stage.admin.get<readonly AccessTokenDetail[]>(
      `/api/applications/${machine.applicationId}/access-tokens`,
    );
    expect(list).toMatchObject([{ format: 'opaque', state: 'active', grantType: 'client_credentials' }]);
    const path = `/api/access-tokens/${list[0]?.tokenId}`;
    expect(await stage.admin.get(path)).toMatchObject({ user: null, application: { name: 'Opaque job' } });
    await takeRights(stage.admin, 'DELETE', path);
    expect((await call(stage, '/flickr/photos', text)).status).toBe(401);
    // A JWT that nobody has seen yet: there is nothing to tell, and it can be revoked all the same.
    const unseen = await obtainAccessToken(stage, stage.machine);
    const unseenPath = `/api/access-tokens/${readTokenId(unseen)}`;
    expect((await stage.admin.request('GET', unseenPath)).status).toBe(404);
    await takeRights(stage.admin, 'DELETE', unseenPath);
    expect((await call(stage, '/flickr/photos', unseen)).status).toBe(401);
  });
});
