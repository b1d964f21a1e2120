import {
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf } from '../fixtures/browser.js';
import { isActive, obtainCode, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

const ROUNDS = 30;
const AT_ONCE = 8;

let stage: Stage;
let nodes: readonly Pick<Stage, 'gatehouse'>[];
let browser: Browser;
let clients: readonly TestClient[];

beforeAll(async () => {
  stage = await openStage();
  const second: RunningGatehouse = await startGatehouse({ database: stage.gatehouse.databaseUrl });
  nodes = [stage, { gatehouse: second }];
  browser = createBrowserOf(stage);
  clients = await Promise.all(
    (['jwt', 'opaque'] as const).map((accessTokenFormat) =>
      registerClient(stage.admin, { settings: { accessTokenFormat } }),
    ),
  );
});
afterAll(stopAllGatehouses);

describe('eight redemptions of one code at once, at two nodes (RFC 6749 §4.1.2)', () => {
  it.each(['jwt', 'opaque'])(
    `exactly one succeeds, and nothing of it lives afterwards, in each of ${ROUNDS} rounds (%s)`,
    async (format) => {
      const client = clients[format === 'jwt' ? 0 : 1]!;
      for (let round = 0; round < ROUNDS; round += 1) {
        const { redemption } = await obtainCode(stage, { client, browser });
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, (_, index) => requestToken(nodes[index % 2]!, client, redemption)),
        );
        const statuses = answers.map(({ status }) => status).toSorted();
        expect(statuses).toEqual([200, ...Array<number>(AT_ONCE - 1).fill(400)]);
        const won = answers.find(({ status }) => status === 200)?.body ?? {};
        // Each node refused a redemption, so each knows of the revocation by now.
        for (const node of nodes) {
          expect(await isActive({ ...stage, ...node }, String(won['access_token']), client)).toBe(false);
          const refresh = { grant_type: 'refresh_token', refresh_token: String(won['refresh_token']) };
          expect(await requestToken(node, client, refresh)).toMatchObject({
            status: 400,
            body: { error: 'invalid_grant' },
          });
        }
      }
    },
  );
});
