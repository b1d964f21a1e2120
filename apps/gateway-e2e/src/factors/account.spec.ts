import type { AccountActivities, UserDetail } from '@gatehouse/dto';
import { letRunOut, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { addPasskey, addTotp, openAccount } from './account.js';
import { createSoftAuthenticator } from './soft-authenticator.js';

const NEW_PASSWORD = 'seven purple herons sang';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

let people = 0;
const createSomebody = (): Promise<Person> => createPerson(stage.admin, `person-${(people += 1)}`);

/** Whether somebody gets in with this password, in a browser of their own. */
async function canSignIn(person: Person, password: string): Promise<boolean> {
  const parameters = authorizationParameters(stage.printShop, makePkce().challenge);
  try {
    await passThrough(createBrowserOf(stage), parameters, { ...person, password });
    return true;
  } catch {
    return false;
  }
}

describe('the account page', () => {
  it('shows nothing to whoever is not signed in', async () => {
    const response = await createBrowserOf(stage).fetch('/account/security/overview');
    expect(response.status).toBe(401);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('changes the password, ends every other session, and keeps this one', async () => {
    const person = await createSomebody();
    const [here, elsewhere] = [await openAccount(stage, person), await openAccount(stage, person)];
    expect((await here.overview()).sessions).toHaveLength(2);
    const weak = await here.change('POST', '/password', { password: 'password1' });
    expect([weak.status, await weak.json()]).toEqual([
      400,
      expect.objectContaining({ title: 'Choose another password' }),
    ]);
    expect((await here.change('POST', '/password', { password: NEW_PASSWORD })).status).toBe(204);
    expect(await canSignIn(person, person.password)).toBe(false);
    expect(await canSignIn(person, NEW_PASSWORD)).toBe(true);
    expect((await here.overview()).isFresh).toBe(true);
    await expect(elsewhere.overview()).rejects.toThrow('401');
  });

  it('refuses every change without the CSRF token', async () => {
    const page = await openAccount(stage, await createSomebody());
    for (const path of [
      '/password',
      '/totp',
      '/recovery-codes',
      '/passkeys/options',
      '/sessions/end-others',
    ]) {
      const response = await page.browser.fetch(`/account/security${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ password: NEW_PASSWORD }),
      });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });

  it('asks to sign in again before a change where a factor was added elsewhere since', async () => {
    const person = await createSomebody();
    const [before, other] = [await openAccount(stage, person), await openAccount(stage, person)];
    await addTotp(other);
    expect((await before.overview()).isFresh).toBe(false);
    const response = await before.change('POST', '/password', { password: NEW_PASSWORD });
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ title: 'Please sign in again' }),
    ]);
    expect(await canSignIn(person, person.password)).toBe(false);
  });

  it('ends one session or all others, and only the person’s own', async () => {
    const [person, neighbour] = [await createSomebody(), await createSomebody()];
    const [here, second, third] = [
      await openAccount(stage, person),
      await openAccount(stage, person),
      await openAccount(stage, person),
    ];
    const [seen] = (await here.overview()).sessions;
    expect(seen).toMatchObject({
      address: '127.0.0.1',
      lastSeenAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    const foreign = await openAccount(stage, neighbour);
    const foreignId = (await foreign.overview()).sessions[0]?.id ?? '';
    expect((await here.change('DELETE', `/sessions/${foreignId}`)).status).toBe(404);
    await foreign.overview();
    const secondId = (await second.overview()).sessions.find(({ isCurrent }) => isCurrent)?.id ?? '';
    expect((await here.change('DELETE', `/sessions/${secondId}`)).status).toBe(204);
    await expect(second.overview()).rejects.toThrow('401');
    expect((await here.change('POST', '/sessions/end-others')).status).toBe(204);
    await expect(third.overview()).rejects.toThrow('401');
    expect((await here.overview()).sessions).toHaveLength(1);
  });

  it('tells what has happened with it, the newest first, and of nobody else', async () => {
    const [person, neighbour] = [await createSomebody(), await createSomebody()];
    const page = await openAccount(stage, person);
    await passThrough(page.browser, authorizationParameters(stage.printShop, makePkce().challenge), person);
    await addTotp(page);
    await page.change('POST', '/password', { password: NEW_PASSWORD });
    const list = async (query: string, one = page): Promise<AccountActivities> =>
      (await (await one.browser.fetch(`/account/security/activity?${query}`)).json()) as AccountActivities;
    const { items, next } = await list('limit=50');
    expect(items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['password-changed', 'app-added', 'allowed', 'signed-in', 'account-made']),
    );
    expect(next).toBeNull();
    expect(items[0]?.kind).toBe('password-changed');
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(items.find(({ kind }) => kind === 'account-made')).toMatchObject({
      isByOperator: true,
      address: null,
    });
    const first = await list('limit=2');
    const second = await list(`limit=2&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(items.slice(0, 4));
    const other = await list('', await openAccount(stage, neighbour));
    expect(other.items.map(({ kind }) => kind).toSorted()).toEqual(['account-made', 'signed-in']);
    expect((await createBrowserOf(stage).fetch('/account/security/activity')).status).toBe(401);
  });

  it('is left alone by a session that has run out', async () => {
    const page = await openAccount(stage, await createSomebody());
    await letRunOut(stage.gatehouse.databaseUrl, 'sessions');
    await expect(page.overview()).rejects.toThrow('401');
  });
});

describe('an operator', () => {
  const factorsOf = (person: Person) => stage.admin.get(`/api/users/${person.id}/factors`);

  it('sees which factors somebody has, and removes them: the password is left, and sessions end', async () => {
    const person = await createSomebody();
    const page = await openAccount(stage, person);
    await addTotp(page);
    await addPasskey(page, createSoftAuthenticator(stage.gatehouse.issuer));
    expect(await factorsOf(person)).toEqual({
      hasPassword: true,
      hasTotp: true,
      passkeyCount: 1,
      passkeys: [expect.objectContaining({ name: 'Phone', lastUsedAt: null })],
      providers: [],
      recoveryCodesLeft: 10,
    });
    const { status } = await stage.admin.request('DELETE', `/api/users/${person.id}/factors`);
    expect(status).toBe(204);
    expect(await factorsOf(person)).toMatchObject({ hasTotp: false, passkeyCount: 0, recoveryCodesLeft: 0 });
    await expect(page.overview()).rejects.toThrow('401');
    expect(await canSignIn(person, person.password)).toBe(true);
  });

  it('ends the sessions of somebody, and of nobody else', async () => {
    const [person, neighbour] = [await createSomebody(), await createSomebody()];
    const [theirs, other] = [await openAccount(stage, person), await openAccount(stage, neighbour)];
    expect((await stage.admin.request('DELETE', `/api/users/${person.id}/sessions`)).status).toBe(204);
    await expect(theirs.overview()).rejects.toThrow('401');
    expect((await other.overview()).user.username).toBe(neighbour.username);
    expect((await stage.admin.get<UserDetail>(`/api/users/${person.id}`)).enabled).toBe(true);
  });
});
