import type { UserDetail } from '@gatehouse/dto';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { signInAt } from './relying-party.js';

const SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'photos'];
const PROFILE = {
  given_name: 'Ada',
  family_name: 'Lovelace',
  nickname: 'Countess',
  website: 'https://ada.example/',
  birthdate: '0000-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en-GB',
  phone_number: '+442071234567',
  phone_number_verified: true,
  address: { street_address: '12 St James’s Square', locality: 'London', country: 'GB' },
};

let stage: Stage;
let shop: TestClient;

beforeAll(async () => {
  stage = await openStage();
  shop = await registerClient(stage.admin, { allowedScopes: SCOPES });
});
afterAll(stopAllGatehouses);

const getAda = (): Promise<UserDetail> => stage.admin.get<UserDetail>(`/api/users/${stage.ada.id}`);

/** Changes what is known of the person; the REST API wants to know which version the change was made from. */
async function change(fields: object): Promise<UserDetail> {
  const { version } = await getAda();
  return stage.admin.patch<UserDetail>(`/api/users/${stage.ada.id}`, { version, ...fields });
}

async function readUserInfo(scope: string): Promise<openid.UserInfoResponse> {
  const { tokens, configuration } = await signInAt(stage, { client: shop, parameters: { scope } });
  return openid.fetchUserInfo(configuration, tokens.access_token, stage.ada.id);
}

describe('what an operator writes down of a user', () => {
  it('reaches applications by the scopes profile, phone and address, each its own part (§5.4)', async () => {
    await change({ profile: PROFILE });
    const { phone_number, phone_number_verified, address, ...profile } = PROFILE;
    const everything = await readUserInfo('openid profile phone address');
    expect(everything).toMatchObject(PROFILE);
    expect(await readUserInfo('openid phone')).toEqual({
      sub: stage.ada.id,
      phone_number,
      phone_number_verified,
    });
    expect(await readUserInfo('openid address')).toEqual({ sub: stage.ada.id, address });
    const named = await readUserInfo('openid profile');
    expect(named).toMatchObject(profile);
    expect(named).not.toHaveProperty('phone_number');
    expect(named).not.toHaveProperty('address');
  });

  it('takes the place of what was there before', async () => {
    await change({ profile: { given_name: 'Augusta' } });
    const claims = await readUserInfo('openid profile');
    expect(claims.given_name).toBe('Augusta');
    expect(claims).not.toHaveProperty('family_name');
  });

  it.each([
    ['birthdate', '10.12.1815'],
    ['birthdate', '1815-13-01'],
    ['zoneinfo', 'Europe/Ruritania'],
    ['locale', 'e'],
    ['locale', 'en_GB'],
    ['phone_number', '020 7123 4567'],
    ['website', 'javascript:alert(1)'],
    ['picture', 'ada.png'],
    ['address', 'London'],
    ['address', { planet: 'Earth' }],
    ['sub', 'somebody else'],
    ['given_name', ''],
  ])('is refused with %s = %j, and nothing is changed', async (name, value) => {
    await change({ profile: { nickname: 'Countess' } });
    const { version } = await getAda();
    const answer = await stage.admin.request('PATCH', `/api/users/${stage.ada.id}`, {
      version,
      profile: { nickname: 'Lady', [name]: value },
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(name);
    expect((await getAda()).profile).toEqual({ nickname: 'Countess' });
  });
});
