import type {
  AuthorizationDetail,
  CallExplanation,
  CallList,
  DailyAuthorizationUse,
  Page,
} from '@gatehouse/dto';
import { letRunOut } from '../../../../tools/test-setup/index.mjs';
import { GRANT_TYPE, registerExchanger } from '../fixtures/exchange.js';
import { obtainTokens, requestToken, type Tokens } from '../fixtures/oauth.js';
import { registerClient, setEnabled } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_CALL_LOG_HOURS: '1' } });
});
afterAll(closeGatewayStage);

const idOf = (response: Response): string => response.headers.get('x-request-id') ?? '';

/** What the gateway says about a call, as soon as it can. */
async function explain(response: Response): Promise<CallExplanation> {
  await response.body?.cancel();
  const path = `/api/calls/${idOf(response)}`;
  await waitUntil('the call to be kept', async () => (await stage.admin.request('GET', path)).status === 200);
  return stage.admin.get<CallExplanation>(path);
}

const refusedAt = ({ checks }: CallExplanation): string | undefined =>
  checks.find(({ verdict }) => verdict === 'refused')?.name;

describe('"Why?" about a call', () => {
  it('that was let through: every check passed, and where its access token comes from', async () => {
    const { access_token: token } = await obtainTokens(stage, { scope: 'photos' });
    const answer = await call(stage, '/flickr/photos?page=2', token);
    const why = await explain(answer);
    expect(why).toMatchObject({
      method: 'GET',
      path: '/flickr/photos',
      status: 200,
      check: null,
      api: { name: 'Flickr photos' },
      application: { name: 'Print Shop' },
      user: { id: stage.ada.id, name: 'ada' },
      rule: { path: '/photos', access: 'scopes', scopes: ['photos'] },
      scopes: ['photos'],
      credential: 'access-token',
      upstream: { target: stage.upstream.url, attempts: 1 },
      advice: [],
      isComplete: true,
    });
    expect(refusedAt(why)).toBeUndefined();
    expect(why.token).toMatchObject({
      format: 'jwt',
      issuedBy: 'An authorization code',
      client: { id: stage.printShop.clientId, enabled: true },
      application: { name: 'Print Shop', enabled: true },
      user: { name: 'ada', enabled: true },
      authorization: { scopes: ['photos'], revokedAt: null },
      grant: { refreshTokens: 1, revokedAt: null },
      revocations: [],
      key: { algorithm: 'ES256', state: 'active' },
    });
  });

  it.each(['jwt', 'opaque'] as const)(
    'names what its access token was fetched with (%s)',
    async (accessTokenFormat) => {
      const client = await registerClient(stage.admin, {
        settings: { profile: 'legacy', grantTypes: ['password', 'refresh_token'], accessTokenFormat },
      });
      const { username, password } = stage.ada;
      const first = await requestToken(stage, client, {
        grant_type: 'password',
        username,
        password,
        scope: 'photos',
      });
      const { access_token: token, refresh_token: refreshToken } = first.body as unknown as Tokens;
      const why = await explain(await call(stage, '/flickr/photos', token));
      expect(why.token?.issuedBy).toMatch(/^Password grant/);
      // At once: no clock tells the two apart.
      const second = await requestToken(stage, client, {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      });
      const refreshed = await explain(
        await call(stage, '/flickr/photos', String(second.body['access_token'])),
      );
      expect(refreshed.token?.issuedBy).toBe('A refresh token of the grant');
      const path = `/api/authorizations?applicationId=${client.applicationId}`;
      const authorization = async (): Promise<AuthorizationDetail | undefined> =>
        (await stage.admin.get<Page<AuthorizationDetail>>(path)).items[0];
      await waitUntil('the use to be seen', async () => (await authorization())?.uses[0]?.calls === 2);
      const { id = '', uses } = (await authorization()) ?? {};
      expect(uses).toMatchObject([{ scope: 'photos', calls: 2 }]);
      const days = await stage.admin.get<readonly DailyAuthorizationUse[]>(`/api/authorizations/${id}/uses`);
      expect(days).toMatchObject([
        { scope: 'photos', calls: 2, day: expect.stringMatching(/T00:00:00.000Z$/) },
      ]);
    },
  );

  it('whose access token lacks a scope: the rule, what was missing, and what to do', async () => {
    const why = await explain(await call(stage, '/flickr/both', stage.accessToken));
    expect(refusedAt(why)).toBe('token-scopes');
    expect(why.rule?.scopes).toEqual(['photos', 'albums']);
    expect(why.scopes).toEqual(['photos']);
    expect(why.advice[0]?.text).toContain('"albums"');
    expect(why.token?.issuedBy).toMatch(/^Client credentials/);
    expect(why.checks.at(-1)).toMatchObject({ name: 'upstream', verdict: 'not-reached' });
  });

  it.each(['jwt', 'opaque'] as const)(
    'whose access token was revoked with its authorization (%s): when, and by what',
    async (accessTokenFormat) => {
      const client = await registerClient(stage.admin, { name: 'Album', settings: { accessTokenFormat } });
      const { access_token: token } = await obtainTokens(
        { ...stage, printShop: client },
        { scope: 'photos' },
      );
      expect((await call(stage, '/flickr/photos', token)).status).toBe(200);
      const { items } = await stage.admin.get<{ items: { id: string }[] }>(
        `/api/authorizations?applicationId=${client.applicationId}`,
      );
      const id = items[0]?.id ?? '';
      await stage.admin.delete(`/api/authorizations/${id}`);
      const answer = await call(stage, '/flickr/photos', token);
      expect(answer.status).toBe(401);
      const why = await explain(answer);
      expect(refusedAt(why)).toBe('token-unrevoked');
      expect(why.refusal).toMatchObject({ error: 'invalid_token', reason: 'revoked' });
      expect(why.token).toMatchObject({ format: accessTokenFormat, user: { name: 'ada' } });
      expect(why.token?.revocations).toEqual([
        { kind: 'authorization', id, revokedAt: expect.any(String) as string },
      ]);
      expect(why.token?.authorization?.revokedAt).not.toBeNull();
      expect(why.application?.name).toBe('Album');
    },
  );

  it('whose client was disabled', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine', name: 'Old job' });
    const token = await obtainAccessToken(stage, client);
    await setEnabled(stage, client, false);
    const why = await explain(await call(stage, '/flickr/photos', token));
    expect(refusedAt(why)).toBe('token-client');
    expect(why.token).toMatchObject({ application: { name: 'Old job', enabled: false } });
  });

  it('whose access token is for another API', async () => {
    const { body } = await requestToken(stage, stage.machine, {
      grant_type: 'client_credentials',
      scope: 'photos',
      resource: `${stage.gatehouse.issuer}/elsewhere`,
    });
    expect(body['error']).toBe('invalid_target');
    const admin = await stage.admin.getAccessToken();
    const why = await explain(await call(stage, '/flickr/any-token', admin));
    expect(refusedAt(why)).toBe('token-audience');
    expect(why.advice[0]?.text).toContain(`resource=${stage.api.audience}`);
  });

  it('with a text that is no access token: it has no lineage', async () => {
    for (const text of ['nonsense', 'a.b.c', `${stage.accessToken}x`]) {
      const why = await explain(await call(stage, '/flickr/photos', text));
      expect([refusedAt(why), why.token, why.clientId]).toEqual(['token-known', null, null]);
    }
  });

  it('whose access token was exchanged: the actor, and what it was exchanged from', async () => {
    const actor = await registerExchanger(stage);
    const { access_token: subject } = await obtainTokens(stage, { scope: 'photos' });
    const { status, body } = await requestToken(stage, actor, {
      grant_type: GRANT_TYPE,
      subject_token: subject,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      actor_token: await obtainAccessToken(stage, actor),
      actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'photos',
    });
    expect([status, body['error_description']]).toEqual([200, undefined]);
    const why = await explain(await call(stage, '/flickr/photos', String(body['access_token'])));
    expect(why.token?.issuedBy).toMatch(/^Token exchange/);
    expect(why.token?.actors).toMatchObject([{ name: 'Print Service' }]);
    expect(why.token?.origins).toHaveLength(1);
  });

  it('that no API, no route and no method was there for', async () => {
    const answers = [
      await call(stage, '/nowhere'),
      await call(stage, '/flickr/nothing'),
      await call(stage, '/flickr/photos', undefined, { method: 'DELETE' }),
      await call(stage, '/flickr/photos'),
    ];
    const whys = await Promise.all(answers.map(explain));
    expect(whys.map(refusedAt)).toEqual(['api', 'route', 'method', 'credentials']);
    for (const { advice } of whys) expect(advice).not.toEqual([]);
  });

  it('that the upstream did not answer: which, and how often it was tried', async () => {
    stage.upstream.behaviour = (request) => request.socket.destroy();
    const why = await explain(await call(stage, '/flickr/public/a'));
    expect(refusedAt(why)).toBe('upstream');
    expect(why.upstream).toMatchObject({ target: stage.upstream.url, headMs: null });
    expect(why.advice[0]?.text).toContain(stage.upstream.url);
  });
});

describe('who may ask, and for how long', () => {
  it('not about a call that is not there', async () => {
    const { status } = await stage.admin.request('GET', '/api/calls/00000000-0000-4000-8000-000000000000');
    expect(status).toBe(404);
  });

  it('not about one that is older than calls are kept', async () => {
    const answer = await call(stage, '/flickr/nothing');
    await explain(answer);
    await letRunOut(stage.gatehouse.databaseUrl, 'calls', 'at', '1 hour');
    const { status } = await stage.admin.request('GET', `/api/calls/${idOf(answer)}`);
    expect(status).toBe(404);
    expect((await stage.admin.get<CallList>('/api/calls')).items).toEqual([]);
  });
});
