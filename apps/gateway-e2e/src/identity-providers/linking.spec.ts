import type { UserDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { addTotp, openAccount } from '../factors/account.js';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import { signIn } from '../fixtures/browser.js';
import { createPerson, openStage, type Stage } from '../fixtures/stage.js';
import { browserOf, type IdentityStage, openIdentityStage, openSignIn, signInOutside } from './fixtures.js';

let stage: Stage;
let acme: IdentityStage;

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  acme = await openIdentityStage(stage, 'acme');
});
afterAll(async () => {
  acme.outside.close();
  await stopAllGatehouses();
});

/** In a browser of its own. */
async function arrive(identity: IdentityStage, account: string): Promise<URL> {
  const browser = browserOf(stage);
  return signInOutside(browser, await openSignIn(browser, stage), identity, account);
}

async function findUsers(search: string): Promise<readonly UserDetail[]> {
  const { items } = await stage.admin.get<{ items: UserDetail[] }>(`/api/users?search=${search}`);
  return items;
}

const problemOf = (page: URL): string | null => page.searchParams.get('problem');

describe('an account that was made for somebody', () => {
  it('has the name and address from there: no operator writes over them, for the next sign-in would, too', async () => {
    acme.people['kept'] = { preferred_username: 'kept', email: 'kept@acme.example', email_verified: true };
    await arrive(acme, 'kept');
    const [user] = await findUsers('kept');
    expect(user?.keptBy).toEqual({ kind: 'provider', name: expect.any(String) });
    const send = (change: object) =>
      stage.admin.request('PATCH', `/api/users/${user?.id}`, { version: user?.version, ...change });
    for (const [field, value] of [
      ['displayName', 'Somebody'],
      ['email', 'kept@elsewhere.example'],
      ['email', null],
    ] as const)
      expect(await send({ [field]: value })).toMatchObject({
        status: 400,
        body: { errors: [{ field, code: 'keptElsewhere' }] },
      });
    const { displayName, email } = user ?? {};
    expect(await send({ displayName, email, profile: { nickname: 'K' } })).toMatchObject({ status: 200 });
  });

  it('is given an address here where none comes from there, and it is corrected here, too, until one comes', async () => {
    acme.people['bare'] = { preferred_username: 'bare' };
    await arrive(acme, 'bare');
    const [user] = await findUsers('bare');
    expect(user?.email).toBeNull();
    const email = 'bare@elsewhere.example';
    const write = async (address: string | null) => {
      const [{ id, version } = { id: '', version: 0 }] = await findUsers('bare');
      return stage.admin.request('PATCH', `/api/users/${id}`, { version, email: address });
    };
    const written = { status: 200, body: { email, isEmailKept: false } };
    expect(await write('bear@elsewhere.example')).toMatchObject({ status: 200 });
    expect(await write(email)).toMatchObject(written);
    // Another sign-in that brings none takes none away, and keeps none.
    await arrive(acme, 'bare');
    expect(await write(null)).toMatchObject({ status: 200 });
    expect(await write(email)).toMatchObject(written);
    acme.people['bare'] = { preferred_username: 'bare', email: 'bare@acme.example', email_verified: true };
    await arrive(acme, 'bare');
    expect(await findUsers('bare')).toMatchObject([{ email: 'bare@acme.example', isEmailKept: true }]);
    expect(await write(email)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'email', code: 'keptElsewhere' }] },
    });
  });
});

describe('an account that is here already, with the same confirmed address', () => {
  async function addLocal(username: string): Promise<Awaited<ReturnType<typeof createPerson>>> {
    const person = await createPerson(stage.admin, username);
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { version, email: `${username}@acme.example` });
    acme.people[username] = { email: `${username.toUpperCase()}@acme.example`, email_verified: true };
    return person;
  }

  it('is not handed over: its own sign-in is asked for, and links it for good', async () => {
    const person = await addLocal('lin');
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    const back = await signInOutside(browser, page, acme, 'lin');
    expect(back.pathname).toBe('/sign-in');
    expect(await browser.openPage(back)).toMatchObject({
      prompt: 'sign-in',
      link: { provider: 'Acme acme', email: 'LIN@acme.example' },
    });
    await signIn(browser, back, person);
    expect((await arrive(acme, 'lin')).pathname).toBe('/consent');
    // The password had been theirs before, and stays.
    const again = browserOf(stage);
    await signIn(again, await openSignIn(again, stage), person);
    expect(await findUsers('lin')).toHaveLength(1);
  });

  it('is not linked when somebody else signs in, nor when nobody does', async () => {
    await addLocal('joan');
    const browser = browserOf(stage);
    const back = await signInOutside(browser, await openSignIn(browser, stage), acme, 'joan');
    await signIn(browser, back, stage.ada);
    expect((await arrive(acme, 'joan')).pathname).toBe('/sign-in');
  });

  it('with a second factor is linked after that, not after the password', async () => {
    const person = await addLocal('mary');
    const { app } = await addTotp(await openAccount(stage, person));
    const browser = browserOf(stage);
    const back = await signInOutside(browser, await openSignIn(browser, stage), acme, 'mary');
    expect(await signIn(browser, back, person)).toBeUndefined();
    expect((await arrive(acme, 'mary')).pathname).toBe('/sign-in');
    const { csrfToken } = await browser.openPage(back);
    const answer = await browser.fetch(`/interaction/${back.searchParams.get('interaction')}/second-factor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify({ kind: 'totp', code: app.show() }),
    });
    expect(answer.status).toBe(200);
    // And the second factor of this house is asked for after the provider's sign-in, too.
    expect((await arrive(acme, 'mary')).pathname).toBe('/second-factor');
  });

  it('is not found by an address that the provider has not confirmed', async () => {
    await addLocal('rosa');
    acme.people['rosa'] = { email: 'rosa@acme.example', email_verified: false };
    expect((await arrive(acme, 'rosa')).pathname).toBe('/consent');
    const users = await findUsers('rosa');
    expect(users).toHaveLength(1);
  });

  it('does not let somebody back in whom an operator has disabled', async () => {
    const person = await addLocal('shut');
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { version, enabled: false });
    expect(problemOf(await arrive(acme, 'shut'))).toBe('disabled');
  });

  it('is linked by an operator, too', async () => {
    const person = await createPerson(stage.admin, 'kay');
    acme.people['kay'] = {};
    const path = `/api/identity-providers/${acme.provider.id}/accounts`;
    await stage.admin.post(path, { subject: 'kay', username: 'kay' });
    expect((await arrive(acme, 'kay')).pathname).toBe('/consent');
    expect(await stage.admin.get(`${path}?search=kay`)).toMatchObject({
      items: [{ subject: 'kay', userId: person.id, username: 'kay' }],
    });
  });
});
