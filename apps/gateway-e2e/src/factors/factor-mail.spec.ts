import type { MessageDetail, UserDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { type AccountPage, addPasskey, addTotp, openAccount } from './account.js';
import { createSoftAuthenticator } from './soft-authenticator.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

async function addPerson(username: string, email: string | null): Promise<Person> {
  const person = await createPerson(stage.admin, username);
  const { version } = await stage.admin.get<UserDetail>(`/api/users/${person.id}`);
  if (email !== null) await stage.admin.patch(`/api/users/${person.id}`, { version, email });
  return person;
}

/** What was written to somebody, oldest first. */
async function listTexts(recipient: string): Promise<readonly string[]> {
  const messages = await stage.admin.get<readonly MessageDetail[]>('/api/messages');
  return messages
    .filter((message) => message.recipient === recipient)
    .map(({ body }) => body ?? '')
    .reverse();
}

/** The subjects of what was written to somebody, oldest first. */
async function listSubjects(recipient: string): Promise<readonly string[]> {
  const messages = await stage.admin.get<readonly MessageDetail[]>('/api/messages');
  return messages
    .filter((message) => message.recipient === recipient)
    .map(({ subject }) => subject)
    .reverse();
}

describe('mails', () => {
  const ask = async (email: string, language: string): Promise<Response> => {
    const browser = createBrowserOf(stage);
    const { csrfToken } = (await (await browser.fetch('/account/access')).json()) as { csrfToken: string };
    return browser.fetch('/account/access/forgotten-password', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': csrfToken,
        'x-page-language': language,
      },
      body: JSON.stringify({ email }),
    });
  };

  it('are in the language that their reader says, else in that of the page', async () => {
    const person = await addPerson('marie', 'marie@example.com');
    const page: AccountPage = await openAccount(stage, person);
    for (const language of ['de', 'fr', 'en']) await ask('marie@example.com', language);
    const subjects = [
      'Wählen Sie ein neues Passwort',
      'Choisissez un nouveau mot de passe',
      'Choose a new password',
    ];
    await waitUntil('three mails', async () => (await listSubjects('marie@example.com')).length === 3);
    expect((await listSubjects('marie@example.com')).toSorted()).toEqual(subjects.toSorted());
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { version, profile: { locale: 'fr-CA' } });
    await addTotp(page);
    await stage.admin.post(`/api/users/${person.id}/password-reset`, {});
    const [added = '', reset = ''] = (await listTexts('marie@example.com')).slice(3);
    expect(added).toContain(
      'une application d’authentification vient d’être ajoutée à votre compte «\u00a0marie\u00a0»',
    );
    expect(reset).toContain('Ouvrez ce lien dans les 30 minutes');
    expect(reset).toContain(`${stage.gatehouse.issuer}/reset-password#`);
  });
});

describe('somebody whose factors change', () => {
  it('is told each time, and what to do if it was not them', async () => {
    const person = await addPerson('lin', 'lin@example.com');
    const page: AccountPage = await openAccount(stage, person);
    const { app, setupCode } = await addTotp(page);
    await addPasskey(page, createSoftAuthenticator(stage.gatehouse.issuer));
    await page.change('POST', '/recovery-codes');
    await page.change('DELETE', '/totp');
    const { passkeys } = await page.overview();
    await page.change('DELETE', `/passkeys/${passkeys[0]?.id}`);
    await stage.admin.delete(`/api/users/${person.id}/factors`);
    const texts = await listTexts('lin@example.com');
    expect(texts).toEqual([
      expect.stringContaining('an authenticator app has just been added to your account "lin"'),
      expect.stringContaining('a passkey has just been added to'),
      expect.stringContaining('new recovery codes have just been made'),
      expect.stringContaining('the authenticator app has just been removed'),
      expect.stringContaining('a passkey has just been removed'),
      expect.stringContaining('an operator has just removed'),
    ]);
    for (const text of texts) {
      expect(text).toContain(`${stage.gatehouse.issuer}/account/security`);
      for (const secret of [setupCode, app.show()]) expect(text).not.toContain(secret);
    }
  });

  it('is written nothing where there is no address', async () => {
    const before = (await stage.admin.get<readonly MessageDetail[]>('/api/messages')).length;
    await addTotp(await openAccount(stage, await addPerson('silent', null)));
    expect(await stage.admin.get('/api/messages')).toHaveLength(before);
  });
});
