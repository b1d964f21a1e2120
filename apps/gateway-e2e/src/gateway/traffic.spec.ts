import { once } from 'node:events';
import type { CallList, TrafficReport, TrafficSum } from '@gatehouse/dto';
import { readTable, type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens } from '../fixtures/oauth.js';
import { openSocket, toBytes } from '../fixtures/raw-http.js';
import { listNodes } from '../fixtures/receipts.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';
import { echo } from './upstream.js';

let stage: GatewayStage;
let other: RunningGatehouse;
beforeAll(async () => {
  stage = await openGatewayStage();
  other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
});
afterAll(closeGatewayStage);

const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();

async function sum(groupBy: string, more = ''): Promise<readonly TrafficSum[]> {
  const path = `/api/traffic?from=${hourAgo()}&groupBy=${groupBy}${more}`;
  return (await stage.admin.get<TrafficReport>(path)).items;
}

const listCalls = (query = ''): Promise<CallList> => stage.admin.get<CallList>(`/api/calls${query}`);

/** Waits until the calls with these answers can be seen. */
async function waitForCalls(...responses: readonly Response[]): Promise<void> {
  const ids = responses.map(({ headers }) => headers.get('x-request-id'));
  await waitUntil('the calls to be seen', async () => {
    const { items } = await listCalls();
    return ids.every((id) => items.some(({ requestId }) => requestId === id));
  });
}

describe('every call is counted', () => {
  it('by API, application, scope and status, whichever node it went through', async () => {
    const printShop = (await obtainTokens(stage, { scope: 'photos albums' })).access_token;
    const answers = [
      await call(stage, '/flickr/photos', stage.accessToken),
      await call({ gatehouse: other }, '/flickr/photos', stage.accessToken),
      await call({ gatehouse: other }, '/flickr/either', stage.accessToken),
      await call(stage, '/flickr/photos', printShop),
      await call(stage, '/flickr/both', stage.accessToken),
      await call(stage, '/flickr/nowhere', stage.accessToken),
      await call(stage, '/elsewhere'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 403, 404, 404]);
    await waitForCalls(...answers);
    const rows = await sum('api,application,scopes,status,check');
    const told = rows.map((row) => [
      row.api?.name,
      row.application?.name,
      row.scopes?.join('+'),
      row.status,
      row.check,
      row.calls,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['Flickr photos', 'Night job', 'photos', 200, null, 2],
        ['Flickr photos', 'Night job', 'prints+photos', 200, null, 1],
        ['Flickr photos', 'Print Shop', 'photos', 200, null, 1],
        ['Flickr photos', 'Night job', 'photos+albums', 403, 'access-token', 1],
        ['Flickr photos', undefined, '', 404, 'route', 1],
        [undefined, undefined, '', 404, 'api', 1],
      ]),
    );
    expect(told).toHaveLength(6);
  });

  it('with latencies and bytes', async () => {
    const [row] = await sum('', '&step=day');
    expect(row?.calls).toBe(7);
    expect(row?.latency.reduce((all, one) => all + one, 0)).toBe(7);
    expect(row?.durationMs).toBeGreaterThan(0);
    expect(row?.bytesOut).toBeGreaterThan(0);
  });

  it('also when the client is gone before there is an answer', async () => {
    const arrived = new Promise<void>((resolve) => {
      stage.upstream.behaviour = () => resolve();
    });
    const leaving = new AbortController();
    const gone = call(stage, '/flickr/photos', stage.accessToken, { signal: leaving.signal });
    await arrived;
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await waitUntil('the call to be counted', async () =>
      (await sum('status')).some(({ status, calls }) => status === 0 && calls === 1),
    );
    stage.upstream.behaviour = echo;
  });

  it.each([
    ['a time that is none', 'from=yesterday', 'from'],
    ['an end before the beginning', `from=${new Date().toISOString()}&to=2020-01-01T00:00:00Z`, 'from'],
    ['too many steps', 'from=2020-01-01T00:00:00Z&step=minute', 'from'],
    ['a group that there is not', `from=2020-01-01T00:00:00Z&groupBy=user`, 'groupBy'],
  ])('a question with %s is refused by name', async (_, query, field) => {
    const { status, body } = await stage.admin.request<{ errors: { field: string }[] }>(
      'GET',
      `/api/traffic?${query}`,
    );
    expect([status, body.errors.map((error) => error.field)]).toEqual([400, [field]]);
  });
});

describe('the latest calls', () => {
  it('are those of every node, told apart by what an operator looks for', async () => {
    const { id } = stage.api;
    const { items } = await listCalls();
    const nodes = await listNodes(stage.admin);
    expect(new Set(items.map(({ node }) => node))).toEqual(new Set(nodes.map(({ name }) => name)));
    expect(items[0]?.at && items[0].at >= (items.at(-1)?.at ?? '')).toBe(true);
    const refused = (await listCalls(`?refusedOnly=true&apiId=${id}`)).items;
    expect(refused.map(({ check }) => check).sort()).toEqual(['access-token', 'route']);
    const ofShop = (await listCalls(`?applicationId=${stage.printShop.applicationId}`)).items;
    expect(ofShop).toMatchObject([{ path: '/flickr/photos', status: 200, user: { name: 'ada' } }]);
    expect((await listCalls('?statusClass=4')).items).toHaveLength(3);
  });

  it('come with the calls of each second', async () => {
    const { seconds } = await listCalls();
    expect(seconds.reduce((all, { calls }) => all + calls, 0)).toBeGreaterThanOrEqual(7);
  });

  it('keep nothing that is secret: no token, no query', async () => {
    const token = await obtainAccessToken(stage, stage.machine);
    const answer = await call(stage, '/flickr/photos?api_key=hidden-in-the-query', token);
    await waitForCalls(answer);
    const texts = await readTable(stage.gatehouse.databaseUrl, 'calls');
    expect(texts).toContain(answer.headers.get('x-request-id'));
    for (const secret of ['hidden-in-the-query', token, token.split('.')[2] ?? '']) {
      expect(texts).not.toContain(secret);
    }
  });
});

describe('what no caller can spoil', () => {
  it('sums: a length that is only promised is not counted, and costs no other call its place', async () => {
    const [before] = await sum('');
    // 2^63 - 1: the sum of two is more than the database has numbers for.
    const bytes = toBytes({ path: '/elsewhere', headers: ['Content-Length: 9223372036854775807'] });
    for (let index = 0; index < 2; index += 1) {
      const socket = openSocket(stage.gatehouse.gatewayUrl);
      socket.write(bytes);
      await once(socket, 'data');
      socket.destroy();
    }
    const body = JSON.stringify({ title: 'A photo' });
    await call(stage, '/flickr/photos', stage.accessToken, { method: 'POST', body });
    const since = async (): Promise<readonly number[]> => {
      const [after] = await sum('');
      return [after?.calls ?? 0, after?.bytesIn ?? 0].map(
        (one, index) => one - Number([before?.calls, before?.bytesIn][index]),
      );
    };
    await waitUntil('the calls to be counted', async () => (await since())[0] === 3);
    expect(await since()).toEqual([3, body.length]);
  });
});
