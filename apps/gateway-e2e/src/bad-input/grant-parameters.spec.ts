import fc from 'fast-check';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { beginDevice, GRANT_TYPE as DEVICE, registerTelevision, sendUserCode } from '../fixtures/device.js';
import { createBrowserOf } from '../fixtures/browser.js';
import { GRANT_TYPE as EXCHANGE, registerExchanger } from '../fixtures/exchange.js';
import { obtainTokens, type Parameters, postForm } from '../fixtures/oauth.js';
import { expectUnharmed } from '../fixtures/secrets.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let service: TestClient;
let television: TestClient;
let subject_token: string;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
  service = await registerExchanger(stage);
  television = await registerTelevision(stage);
  subject_token = (await obtainTokens(stage)).access_token;
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** Text of every kind: what people type, what programs get wrong, and what attackers try. */
const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '__proto__',
    '\u0000',
    'a.b.c',
    '..',
    'https://x#y',
    ACCESS_TOKEN,
    'x'.repeat(9000),
    '%',
    '\ud800',
  ),
);

/** A valid request with some of its parameters replaced by anything. */
const changesOf = (names: readonly string[]): fc.Arbitrary<Parameters> =>
  fc.record(Object.fromEntries(names.map((name) => [name, text])), { requiredKeys: [] });

const RUNS = { numRuns: 150 };

async function expectClientError(path: string, parameters: Parameters, client: TestClient): Promise<void> {
  const { status, body } = await postForm(stage, path, parameters, client);
  expect([200, 400, 401]).toContain(status);
  if (status !== 200) expect(body['error']).toEqual(expect.stringMatching(/^[a-z_]+$/));
}

describe('whatever a client sends, the answer is one of OAuth', () => {
  it('to a token exchange (RFC 8693 §2.1)', async () => {
    const names = [
      'subject_token',
      'subject_token_type',
      'actor_token',
      'actor_token_type',
      'requested_token_type',
      'scope',
      'resource',
      'audience',
    ];
    await fc.assert(
      fc.asyncProperty(changesOf(names), async (changes) => {
        const valid = { grant_type: EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN };
        await expectClientError('/oauth2/token', { ...valid, ...changes }, service);
      }),
      RUNS,
    );
  });

  it('to a device authorization request (RFC 8628 §3.1)', async () => {
    await fc.assert(
      fc.asyncProperty(changesOf(['scope', 'resource', 'client_id']), async (changes) => {
        await expectClientError('/oauth2/device_authorization', { scope: 'photos', ...changes }, television);
      }),
      RUNS,
    );
  });

  it('to a poll (RFC 8628 §3.4)', async () => {
    const { device_code } = await beginDevice(stage, television);
    await fc.assert(
      fc.asyncProperty(changesOf(['device_code', 'grant_type', 'scope']), async (changes) => {
        await expectClientError('/oauth2/token', { grant_type: DEVICE, device_code, ...changes }, television);
      }),
      RUNS,
    );
  });

  it('and to a user code, one for the person at the page', async () => {
    const browser = createBrowserOf(stage);
    await fc.assert(
      fc.asyncProperty(text, async (userCode) => {
        expect([400, 404, 429]).toContain((await sendUserCode(browser, userCode)).status);
      }),
      { numRuns: 60 },
    );
  });
});
