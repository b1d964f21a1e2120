import type { OwnProfile, UserDetail } from '@gatehouse/dto';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { openStage, type Stage } from '../fixtures/stage.js';
import { openAccount } from '../factors/account.js';
import { type LdapServer, startLdapServer, stopLdapServers } from './ldap-server.js';

let stage: Stage;
let directory: LdapServer;

beforeAll(async () => {
  directory = await startLdapServer();
  stage = await openStage({ env: directory.env });
});
beforeEach(() => {
  directory.people = [
    { uid: 'grace', password: 'the password of grace', entryUUID: 'uuid-grace', cn: 'Grace Hopper' },
    { uid: 'alan', password: 'the password of alan', entryUUID: 'uuid-alan' },
  ];
  directory.binds.length = 0;
  directory.isDown = false;
});
afterAll(async () => {
  await stopAllGatehouses();
  stopLdapServers();
});

/** Signs in at the page, in a browser of its own. */
async function signIn(username: string, password: string): Promise<{ status: number; text: string }> {
  const browser = createBrowserOf(stage);
  const page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
  const response = await browser.post(page, 'sign-in', { username, password });
  return { status: response.status, text: await response.text() };
}

async function findUsers(search: string): Promise<readonly UserDetail[]> {
  const { items } = await stage.admin.get<{ items: UserDetail[] }>(`/api/users?search=${search}`);
  return items;
}

describe('a person of the directory', () => {
  it('signs in with the password there, and has one account here from then on', async () => {
    expect((await signIn('grace', 'the password of grace')).status).toBe(200);
    expect((await signIn('grace@corp.example', 'the password of grace')).status).toBe(200);
    const users = await findUsers('grace');
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ username: 'grace', displayName: 'Grace Hopper', operatorRole: null });
  });

  it('who signs in twice at once the first time has one account too', async () => {
    directory.people.push({ uid: 'twice', password: 'the password of twice', entryUUID: 'uuid-twice' });
    const both = await Promise.all([1, 2].map(() => signIn('twice', 'the password of twice')));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await findUsers('twice')).toHaveLength(1);
  });

  it('is the same one under a new name: the ID counts', async () => {
    await signIn('grace', 'the password of grace');
    directory.people = [{ uid: 'hopper', password: 'another password', entryUUID: 'uuid-grace' }];
    expect((await signIn('hopper', 'another password')).status).toBe(200);
    expect((await findUsers('hopper')).map(({ username }) => username)).toEqual(['grace']);
  });

  it('does not sign in when an operator has disabled the account', async () => {
    await signIn('alan', 'the password of alan');
    const [user] = await findUsers('alan');
    await stage.admin.patch(`/api/users/${user?.id}`, { version: user?.version, enabled: false });
    expect((await signIn('alan', 'the password of alan')).status).toBe(401);
  });

  it.each([
    ['a wrong password', 'grace', 'wrong'],
    ['somebody unknown', 'nobody', 'the password of grace'],
  ])('is refused with %s, in the words for everybody', async (_, username, password) => {
    const { status, text } = await signIn(username, password);
    expect({ status, text }).toMatchObject({
      status: 401,
      text: expect.stringContaining('Wrong username or password'),
    });
  });

  it('is not found by no password at all (RFC 4513 §5.1.2)', async () => {
    expect((await signIn('grace', '')).status).toBe(400);
    expect(directory.binds).toEqual([]);
  });
});

describe('the password of a person of the directory', () => {
  it('is changed there: nobody gets another one here, by a link or at the account page', async () => {
    await signIn('grace', 'the password of grace');
    const [user] = await findUsers('grace');
    const link = await stage.admin.request('POST', `/api/users/${user?.id}/password-reset`, {});
    expect(link.status).toBe(409);
    const person = { id: user?.id ?? '', username: 'grace', password: 'the password of grace' };
    const page = await openAccount(stage, person);
    const { status } = await page.change('POST', '/password', { password: 'seven purple herons sang' });
    expect(status).toBe(409);
    expect((await signIn('grace', 'seven purple herons sang')).status).toBe(401);
  });
});

describe('the name of a person of the directory', () => {
  it('is changed there, and is another one here from the next sign-in on', async () => {
    await signIn('grace', 'the password of grace');
    const [user] = await findUsers('grace');
    const person = { id: user?.id ?? '', username: 'grace', password: 'the password of grace' };
    const { browser } = await openAccount(stage, person);
    const read = async (): Promise<OwnProfile> =>
      (await (await browser.fetch('/account/profile/details')).json()) as OwnProfile;
    const { csrfToken, version, displayName, keptBy } = await read();
    expect({ displayName, keptBy }).toEqual({ displayName: 'Grace Hopper', keptBy: { kind: 'directory' } });
    const send = (method: string, path: string, body: object) =>
      browser.fetch(`/account/profile/${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
        body: JSON.stringify(body),
      });
    const statuses = [
      await send('PUT', 'details', { version, displayName: 'Amazing Grace', profile: {} }),
      await send('POST', 'email', { email: 'grace@elsewhere.example' }),
      await send('PUT', 'details', { version, displayName, profile: { locale: 'en' } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([409, 409, 204]);
    // Nor by operators.
    const [kept] = await findUsers('grace');
    expect(kept?.keptBy).toEqual({ kind: 'directory' });
    const change = { version: kept?.version, displayName: 'Amazing Grace', email: 'grace@elsewhere.example' };
    const refused = await stage.admin.request('PATCH', `/api/users/${person.id}`, change);
    expect(refused).toMatchObject({
      status: 400,
      body: {
        errors: [
          { field: 'displayName', code: 'keptElsewhere' },
          { field: 'email', code: 'keptElsewhere' },
        ],
      },
    });
    directory.people = [
      { uid: 'grace', password: 'the password of grace', entryUUID: 'uuid-grace', cn: 'Rear Admiral Hopper' },
    ];
    await signIn('grace', 'the password of grace');
    expect(await read()).toMatchObject({ displayName: 'Rear Admiral Hopper', profile: { locale: 'en' } });
  });
});

describe('whoever is refused', () => {
  it('has cost the same, whether known here, known there or nowhere: no time tells which', async () => {
    const work: number[] = [];
    for (const username of ['ada', 'grace', 'nobody']) {
      directory.binds.length = 0;
      expect((await signIn(username, 'wrong')).status).toBe(401);
      work.push(directory.binds.length);
    }
    // The service account looks, and one bind fails.
    expect(work).toEqual([2, 2, 2]);
  });
});

describe('what is typed', () => {
  it.each([
    '*',
    'gr*',
    'grace)(uid=*',
    'grace)(|(uid=*',
    '*)(uid=*))(|(uid=*',
    'grace)(&)',
    '\\2a',
    'g\\72ace',
    '(uid=grace)',
    'grace\u0000',
  ])('as %j finds nobody else: it is no filter (RFC 4515 §3)', async (username) => {
    directory.people.length = 1;
    expect((await signIn(username, 'the password of grace')).status).toBe(401);
    // The service account looked somebody up, and nobody was found to bind as.
    expect(directory.binds.filter((dn) => dn.startsWith('uid='))).toEqual([]);
  });
});

describe('an account that is here already', () => {
  it('with a password is not asked about in the directory, whatever is known there under its name', async () => {
    directory.people = [{ uid: 'ada', password: 'evil twin', entryUUID: 'uuid-ada' }];
    expect((await signIn('ada', 'evil twin')).status).toBe(401);
    // Nobody of the directory was tried; only as much was done as for a stranger.
    expect(directory.binds.filter((dn) => dn.startsWith('uid='))).toEqual([]);
    directory.binds.length = 0;
    expect((await signIn('ada', stage.ada.password)).status).toBe(200);
    expect(directory.binds).toEqual([]);
  });

  it('of somebody else in the directory is not handed over with the name', async () => {
    await signIn('grace', 'the password of grace');
    directory.people = [{ uid: 'grace', password: 'of a new grace', entryUUID: 'uuid-new-grace' }];
    const { status, text } = await signIn('grace', 'of a new grace');
    expect({ status, text }).toMatchObject({ status: 409, text: expect.stringContaining('another account') });
  });

  it('is not taken over by a person who is found by another word than the name', async () => {
    // The directory says who was found: not what was typed.
    directory.people = [{ uid: 'ada', password: 'evil twin', entryUUID: 'uuid-ada' }];
    expect((await signIn('ada@corp.example', 'evil twin')).status).toBe(409);
  });
});

describe('a directory that is down', () => {
  it('is said so, and local users sign in as ever', async () => {
    directory.isDown = true;
    const { status, text } = await signIn('grace', 'the password of grace');
    expect({ status, text }).toMatchObject({ status: 503, text: expect.stringContaining('directory') });
    expect((await signIn('ada', stage.ada.password)).status).toBe(200);
    directory.isDown = false;
    expect((await signIn('grace', 'the password of grace')).status).toBe(200);
  });

  it('never sees a password over plain ldap beyond this machine: such a setting does not boot', async () => {
    const env = { ...directory.env, GATEHOUSE_LDAP_URL: 'ldap://directory.example' };
    await expect(startGatehouse({ env })).rejects.toThrow(/ldaps/);
  });
});
