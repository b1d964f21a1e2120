import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { postForm } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

describe('guessing who a client is (RFC 6749 §2.3.1 MUST)', () => {
  it('is slowed for one client from one address, whatever is tried, and for nobody else', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    const guess = (secret: string) =>
      postForm(
        stage,
        '/oauth2/token',
        { grant_type: 'client_credentials' },
        { ...machine, clientSecret: secret },
      );
    let answer = await guess('wrong');
    for (let count = 0; count < 11; count += 1) answer = await guess(`wrong ${count}`);
    expect(answer.status).toBe(401);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    // Even the right secret is not looked at meanwhile.
    expect((await guess(machine.clientSecret ?? '')).status).toBe(401);
    expect(
      (await postForm(stage, '/oauth2/token', { grant_type: 'client_credentials' }, stage.printShop)).status,
    ).not.toBe(401);
  });

  it('learns nothing of which clients exist or how they authenticate', async () => {
    const answers = await Promise.all(
      [{ client_id: 'nobody' }, { client_id: stage.printShop.clientId }].map((parameters) =>
        postForm(stage, '/oauth2/token', { grant_type: 'client_credentials', ...parameters }),
      ),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });
});
