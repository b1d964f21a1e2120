import { decodeJwt } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { GRANT_TYPE, registerExchanger } from '../fixtures/exchange.js';
import { type Answer, type Parameters, postForm, requestToken } from '../fixtures/oauth.js';
import type { TestClient } from '../fixtures/stage.js';
import {
  ACCOUNTS,
  askAsMachine,
  detailsIn,
  type DetailsStage,
  obtainDetails,
  openDetailsStage,
  PAYMENT,
  say,
  TYPES,
} from './details-stage.js';

let stage: DetailsStage;

beforeAll(async () => {
  stage = await openDetailsStage();
});
afterAll(stopAllGatehouses);

describe('an exchange (RFC 8693) gives the details of the subject token, or less (§6)', () => {
  const less = { ...PAYMENT, actions: ['status'] };
  let service: TestClient;
  let subject: string;

  const exchange = (parameters: Parameters = {}, sender = service, token = subject): Promise<Answer> =>
    requestToken(stage, sender, {
      grant_type: GRANT_TYPE,
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      ...parameters,
    });

  beforeAll(async () => {
    service = await registerExchanger(stage, TYPES, [stage.shop, stage.machine]);
    const { body } = await obtainDetails(stage, { scope: 'photos', ...say(PAYMENT, ACCOUNTS) });
    subject = String(body['access_token']);
  });

  it('all of them, unless it says less: in the answer, the access token and introspection', async () => {
    const all = await exchange();
    expect(all.body['authorization_details']).toEqual([PAYMENT, ACCOUNTS]);
    const { body } = await exchange({ ...say(less), resource: stage.payments.audience });
    expect(body['authorization_details']).toEqual([less]);
    expect(decodeJwt(String(body['access_token']))).toMatchObject({
      aud: stage.payments.audience,
      authorization_details: [less],
      act: { client_id: service.clientId },
    });
    const token = String(body['access_token']);
    const told = await postForm(stage, '/oauth2/introspect', { token }, service);
    expect(told.body['authorization_details']).toEqual([less]);
  });

  it.each([
    ['another amount', { ...PAYMENT, amount: { value: '999.00', currency: 'EUR' } }],
    ['another payment', { ...PAYMENT, identifier: 'p-2' }],
    ['without a field', { ...PAYMENT, creditor: undefined }],
  ])('never more: %s', async (_, detail) => {
    const { status, body } = await exchange(say(detail));
    expect([status, body['error']]).toEqual([400, 'invalid_authorization_details']);
  });

  it('those alone that mean something where it is for', async () => {
    const { body } = await exchange({ resource: stage.accounts.audience });
    expect(detailsIn(body['access_token'])).toEqual([ACCOUNTS]);
    const nowhere = await askAsMachine(stage, say(PAYMENT, ACCOUNTS));
    const named = { ...say(PAYMENT), resource: stage.accounts.audience };
    const refused = await exchange(named, service, String(nowhere.body['access_token']));
    expect(refused.body['error']).toBe('invalid_target');
  });

  it('those alone whose types the exchanging client is registered for; where that is nothing, it is refused', async () => {
    const settings = { authorizationDetailsTypes: [ACCOUNTS.type] };
    const narrow = await registerExchanger(stage, settings, [stage.shop, stage.machine]);
    expect((await exchange({}, narrow)).body['authorization_details']).toEqual([ACCOUNTS]);
    const refused = await exchange(say(PAYMENT), narrow);
    expect(refused.body['error_description']).toMatch(/not registered for/);
    const { body } = await askAsMachine(stage, say(PAYMENT));
    const nothing = await exchange({}, narrow, String(body['access_token']));
    expect([nothing.status, nothing.body['error']]).toEqual([400, 'invalid_authorization_details']);
  });
});
