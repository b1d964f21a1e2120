import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Answer, isActive, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const ROUNDS = 20;

let stage: Stage;
let nodes: readonly Pick<Stage, 'gatehouse'>[];

beforeAll(async () => {
  const env = { GATEHOUSE_REFRESH_GRACE_SECONDS: '1' };
  stage = await openStage({ env });
  nodes = [stage, { gatehouse: await startGatehouse({ database: stage.gatehouse.databaseUrl, env }) }];
});
afterAll(stopAllGatehouses);

const refresh = (node: Pick<Stage, 'gatehouse'>, client: TestClient, token: unknown): Promise<Answer> =>
  requestToken(node, client, { grant_type: 'refresh_token', refresh_token: String(token) });

describe.each(['web', 'spa'] as const)('tabs of one application that refresh at once (%s)', (kind) => {
  it('all get the very same tokens, and those live', async () => {
    const client = await registerClient(stage.admin, { kind });
    let { refresh_token: current } = await obtainTokens(stage, { client });
    for (let round = 0; round < ROUNDS; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, tab) => refresh(nodes[tab % 2]!, client, current)),
      );
      const [first] = answers;
      expect(first?.status).toBe(200);
      for (const answer of answers) expect(answer.body).toEqual(first?.body);
      expect(await isActive(stage, String(first?.body['access_token']))).toBe(true);
      current = String(first?.body['refresh_token']);
    }
  });
});

describe('the grace window (RFC 9700 §4.14.2)', () => {
  it('answers a lost answer again, at another node too; once it is over, reuse ends the family', async () => {
    const first = await obtainTokens(stage);
    const second = await refresh(nodes[0]!, stage.printShop, first.refresh_token);
    expect((await refresh(nodes[1]!, stage.printShop, first.refresh_token)).body).toEqual(second.body);
    await waitUntil('the end of the grace window', async () => {
      return (await refresh(nodes[0]!, stage.printShop, first.refresh_token)).status === 400;
    });
    for (const node of nodes) {
      expect(await refresh(node, stage.printShop, second.body['refresh_token'])).toMatchObject({
        status: 400,
      });
    }
    expect(await isActive(stage, String(second.body['access_token']))).toBe(false);
  });

  it('is for the same client alone', async () => {
    const thief = await registerClient(stage.admin);
    const first = await obtainTokens(stage);
    const second = await refresh(nodes[0]!, stage.printShop, first.refresh_token);
    expect(await refresh(nodes[0]!, thief, first.refresh_token)).toMatchObject({ status: 400 });
    expect(await isActive(stage, String(second.body['access_token']))).toBe(true);
  });
});
