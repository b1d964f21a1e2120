import type { MessageDetail, UserDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { beginAccountSignIn, openAccount, openAccountPage } from '../factors/account.js';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import { signIn } from '../fixtures/browser.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { browserOf, type IdentityStage, openIdentityStage, signInOutside } from './fixtures.js';

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

/** Somebody with a password here, linked to the provider by signing in to both. */
async function addLinked(username: string): Promise<Person> {
  const person = await createPerson(stage.admin, username);
  const { version } = await stage.admin.get<UserDetail>(`/api/users/${person.id}`);
  const email = `${username}@acme.example`;
  await stage.admin.patch(`/api/users/${person.id}`, { version, email });
  acme.people[username] = { email, email_verified: true };
  const browser = browserOf(stage);
  const back = await signInOutside(browser, await beginAccountSignIn(browser), acme, username);
  await signIn(browser, back, person);
  return person;
}

async function listTexts(recipient: string): Promise<readonly (string | null)[]> {
  const messages = await stage.admin.get<readonly MessageDetail[]>('/api/messages');
  return messages.filter((message) => message.recipient === recipient).map(({ body }) => body);
}

const ACME = { slug: 'acme', name: 'Acme acme' };

it('the account page shows with whom somebody signs in, and they are told by mail', async () => {
  const person = await addLinked('lin');
  const page = await openAccount(stage, person);
  expect(await page.overview()).toMatchObject({
    isPasswordElsewhere: false,
    providers: [{ ...ACME, canUnlink: true }],
  });
  expect(await listTexts('lin@acme.example')).toEqual([
    expect.stringContaining('has just been linked to your account "lin"'),
  ]);
});

it('unlinks, and the provider signs nobody in to the account any more', async () => {
  const person = await addLinked('mae');
  const page = await openAccount(stage, person);
  expect((await page.change('DELETE', '/providers/acme')).status).toBe(204);
  expect((await page.overview()).providers).toEqual([]);
  expect((await page.change('DELETE', '/providers/acme')).status).toBe(404);
  const browser = browserOf(stage);
  const back = await signInOutside(browser, await beginAccountSignIn(browser), acme, 'mae');
  expect(back.pathname).toBe('/sign-in');
});

it('an account that was made for the provider keeps it, and has no password of its own', async () => {
  acme.people['made'] = { preferred_username: 'made' };
  const browser = browserOf(stage);
  await signInOutside(browser, await beginAccountSignIn(browser), acme, 'made');
  const page = openAccountPage(browser);
  expect(await page.overview()).toMatchObject({
    hasPassword: false,
    isPasswordElsewhere: true,
    providers: [{ ...ACME, canUnlink: false }],
  });
  expect((await page.change('DELETE', '/providers/acme')).status).toBe(409);
  const { status } = await page.change('POST', '/password', { password: 'seven purple herons sang' });
  expect(status).toBe(409);
});

it('the only way in is not unlinked', async () => {
  const { user } = await stage.admin.post<{ user: UserDetail }>('/api/users', {
    username: 'only',
    email: 'only@acme.example',
    invite: true,
  });
  await stage.admin.post(`/api/identity-providers/${acme.provider.id}/accounts`, {
    subject: 'only',
    username: user.username,
  });
  const browser = browserOf(stage);
  await signInOutside(browser, await beginAccountSignIn(browser), acme, 'only');
  const page = openAccountPage(browser);
  expect((await page.change('DELETE', '/providers/acme')).status).toBe(409);
  expect((await page.change('POST', '/password', { password: 'seven purple herons sang' })).status).toBe(204);
  expect((await page.change('DELETE', '/providers/acme')).status).toBe(204);
});

it('nobody unlinks without the page', async () => {
  const page = await openAccount(stage, await addLinked('nan'));
  const bare = await page.browser.fetch('/account/security/providers/acme', { method: 'DELETE' });
  expect(bare.status).toBe(403);
  expect((await page.overview()).providers).toHaveLength(1);
});
