import * as oauth from 'oauth4webapi';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { discover } from '../fixtures/judges.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let server: oauth.AuthorizationServer;
beforeAll(async () => {
  stage = await openStage();
  server = await discover(stage);
});
afterAll(stopAllGatehouses);

const STATE = 'af0ifjsldkj';
const validate = (callback: URL): URLSearchParams =>
  oauth.validateAuthResponse(server, { client_id: stage.printShop.clientId }, callback, STATE);

describe('the issuer in the answer (RFC 9207 §2)', () => {
  it('is there with a code, as oauth4webapi demands of a server that says so (§3)', async () => {
    expect(server.authorization_response_iss_parameter_supported).toBe(true);
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge);
    const callback = await passThrough(createBrowserOf(stage), parameters, stage.ada);
    expect(callback.searchParams.get('iss')).toBe(stage.gatehouse.issuer);
    expect(validate(callback).get('code')).toBe(callback.searchParams.get('code'));
    callback.searchParams.delete('iss');
    expect(() => validate(callback)).toThrow();
  });

  it('is there with an error', async () => {
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge, { scope: 'unknown' });
    const callback = await createBrowserOf(stage).authorize(parameters);
    expect(callback.searchParams.get('iss')).toBe(stage.gatehouse.issuer);
    expect(() => validate(callback)).toThrow(expect.objectContaining({ error: 'invalid_scope' }));
  });
});
