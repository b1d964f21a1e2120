import type { TrafficReport } from '@gatehouse/dto';
import { lockTable, type OwnPostgres, startOwnPostgres } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import {
  type Answer,
  basic,
  type GrantedCode,
  isActive,
  obtainCode,
  postForm,
  requestToken,
  type Tokens,
} from '../fixtures/oauth.js';
import { takeRights, waitForReceipt } from '../fixtures/receipts.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from '../gateway/gateway-stage.js';
import { publishLimited } from '../limits/fixtures.js';
import { type Load, type LoadAnswer, startLoad } from '../nodes/load.js';

// Longer than the database is away, on any machine.
const env = { GATEHOUSE_UNHEARD_SECONDS: '300', GATEHOUSE_DATABASE_CONNECTIONS: '4' };
const CODES = 12;
const OPAQUE = { grant_type: 'client_credentials', scope: 'photos' };

let postgres: OwnPostgres;
let stage: GatewayStage;
let opaqueMachine: TestClient;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  stage = await openGatewayStage({ database: postgres.url, env });
  opaqueMachine = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { accessTokenFormat: 'opaque' },
  });
});
afterAll(async () => {
  await closeGatewayStage();
  await postgres.remove();
});

const isRefusedForNow = ({ status, headers }: Pick<LoadAnswer, 'status' | 'headers'>): boolean =>
  status === 503 && /^\d+$/.test(headers['retry-after'] ?? '');

/** Clients that fetch one opaque access token after the other. */
function startTokenLoad(onAnswer: (answer: LoadAnswer) => void, callers = 4): Load {
  const { clientId, clientSecret = '' } = opaqueMachine;
  const body = new URLSearchParams(OPAQUE).toString();
  const headers = {
    authorization: basic(clientId, clientSecret),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const makeCall = () => ({ method: 'POST', headers, body });
  return startLoad(`${stage.gatehouse.authUrl}/oauth2/token`, { callers, makeCall, onAnswer });
}

/** What became of each code. */
interface Redeemed {
  readonly granted: GrantedCode;
  readonly answers: Answer[];
}

/** Redeems codes again and again until each has its tokens or a refusal for good. */
async function redeemAll(codes: readonly GrantedCode[]): Promise<readonly Redeemed[]> {
  const redeem = async (granted: GrantedCode): Promise<Redeemed> => {
    const answers: Answer[] = [];
    await waitUntil('the end of a redemption', async () => {
      const answer = await requestToken(stage, stage.printShop, granted.redemption);
      answers.push(answer);
      return answer.status !== 503;
    });
    return { granted, answers };
  };
  const redeemed: Redeemed[] = [];
  for (const granted of codes) redeemed.push(await redeem(granted));
  return redeemed;
}

const lastOf = ({ answers }: Redeemed): Answer => answers.at(-1)!;

async function obtainCodes(): Promise<readonly GrantedCode[]> {
  const browser = createBrowserOf(stage);
  const codes: GrantedCode[] = [];
  for (let index = 0; index < CODES; index += 1) codes.push(await obtainCode(stage, { browser }));
  return codes;
}

/** Nothing that was promised is lost: tokens live, and no code can be redeemed a second time. */
async function expectNothingLost(redeemed: readonly Redeemed[], issued: readonly string[]): Promise<void> {
  const good = redeemed.filter((one) => lastOf(one).status === 200);
  // The one whose answer was lost on its way: it was redeemed, and a code works once.
  expect(redeemed.length - good.length).toBeLessThanOrEqual(1);
  for (const one of good) {
    const { refresh_token: refreshToken } = lastOf(one).body as unknown as Tokens;
    expect(await isActive(stage, refreshToken)).toBe(true);
    const again = await requestToken(stage, stage.printShop, one.granted.redemption);
    expect([again.status, again.body['error']]).toEqual([400, 'invalid_grant']);
  }
  for (const token of issued) expect(await isActive(stage, token, opaqueMachine)).toBe(true);
}

it('killed under load and started again: nothing is wrong, nothing hangs, nothing is lost', async () => {
  const { id: apiId, path } = await publishLimited(stage, {
    limits: { perApplication: [{ requests: 1_000_000, per: 'day' }] },
  });
  const accessToken = await obtainAccessToken(stage, stage.machine);
  const codes = await obtainCodes();
  const issued: string[] = [];
  const odd: LoadAnswer[] = [];
  let [refused, lastRefusedAt] = [0, 0];
  const onToken = (answer: LoadAnswer): void => {
    if (answer.status === 200) issued.push((JSON.parse(answer.body) as Tokens).access_token);
    else if (isRefusedForNow(answer)) [refused, lastRefusedAt] = [refused + 1, performance.now()];
    else odd.push(answer);
  };
  const calls = startLoad(`${stage.gatehouse.gatewayUrl}${path}/photos`, { callers: 4, accessToken });
  const tokens = startTokenLoad(onToken);
  const redeeming = redeemAll(codes);
  await waitUntil('the load', () => calls.count() > 200 && issued.length > 50);

  await postgres.kill();
  const issuedBefore = issued.length;
  await waitUntil('refusals', () => refused > 0);
  const before = calls.count();
  await waitUntil('calls without a database', () => calls.count() > before + 200);
  await postgres.start();
  const backAt = performance.now();
  await waitUntil('tokens again', () => issued.length > issuedBefore + 50);
  const redeemed = await redeeming;
  const [callReport, tokenReport] = await Promise.all([calls.stop(), tokens.stop()]);

  expect({ ...callReport, connections: 0, calls: 0 }).toEqual({
    statuses: { 200: callReport.calls },
    failures: [],
    connections: 0,
    calls: 0,
  });
  expect(odd).toEqual([]);
  expect(tokenReport.failures).toEqual([]);
  expect(
    redeemed
      .flatMap(({ answers }) => answers.map(({ status }) => status))
      .filter((s) => s >= 500 && s !== 503),
  ).toEqual([]);
  await expectNothingLost(redeemed, issued.slice(Math.max(0, issuedBefore - 50), issuedBefore + 10));
  // At least: what was committed as the database died may be counted again, since nobody heard of it.
  await waitUntil('every call to be counted', async () => {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const { items } = await stage.admin.get<TrafficReport>(
      `/api/traffic?from=${from}&groupBy=api&apiId=${apiId}`,
    );
    return items.reduce((sum, row) => sum + row.calls, 0) >= callReport.calls;
  });
  await waitUntil('the quota to have every call', async () => {
    const { items } = await stage.admin.get<{ items: readonly { used: number }[] }>(
      `/api/limits/uses?apiId=${apiId}`,
    );
    return (items[0]?.used ?? 0) >= callReport.calls;
  });
  console.log(
    `PostgreSQL killed under load: ${callReport.calls} calls, 0 failed; ${tokenReport.calls} token requests, ` +
      `${refused} answered 503; the last 503 came ${Math.round(lastRefusedAt - backAt)} ms after it was back`,
  );
});

it('and what is revoked afterwards is heard of', async () => {
  const accessToken = await obtainAccessToken(stage, stage.machine);
  expect((await call(stage, '/flickr/photos', accessToken)).status).toBe(200);
  await postForm(stage, '/oauth2/revoke', { token: accessToken }, stage.machine);
  await waitUntil(
    'the refusal',
    async () => (await call(stage, '/flickr/photos', accessToken)).status === 401,
  );
  const { version } = await stage.admin.get<{ readonly version: number }>(`/api/users/${stage.ada.id}`);
  const change = { enabled: false, version };
  const epoch = await takeRights(stage.admin, 'PATCH', `/api/users/${stage.ada.id}`, change);
  expect((await waitForReceipt(stage.admin, epoch)).everywhereAfterMs).not.toBeNull();
});

it('every connection busy: token requests are refused for now, and answered again afterwards', async () => {
  const answers: LoadAnswer[] = [];
  const unlock = await lockTable(postgres.url, 'access_tokens');
  let load: Load;
  try {
    load = startTokenLoad((answer) => answers.push(answer), 12);
    await waitUntil('refusals', () => answers.some(isRefusedForNow));
    // What needs no database goes on meanwhile.
    expect((await call(stage, '/flickr/public/a')).status).toBe(200);
    expect((await fetch(`${stage.gatehouse.authUrl}/oauth2/jwks`)).status).toBe(200);
    // Those that have a connection wait for the lock, until their statement has had its time.
    await waitUntil('an answer to each', () => answers.length >= 24);
  } finally {
    await unlock();
  }
  const freedAt = performance.now();
  await waitUntil('tokens again', () => answers.at(-1)?.status === 200);
  const recoveredMs = Math.round(performance.now() - freedAt);
  const report = await load.stop();
  expect(report.failures).toEqual([]);
  expect(answers.filter((answer) => answer.status !== 200 && !isRefusedForNow(answer))).toEqual([]);
  console.log(
    `every connection busy: ${report.calls} token requests, ${report.statuses[503]} answered 503; ` +
      `a token ${recoveredMs} ms after there was a connection again`,
  );
});
