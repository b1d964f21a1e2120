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
async function listMails(recipient: string): Promise<readonly MessageDetail[]> {
  const messages = await stage.admin.get<readonly MessageDetail[]>('/api/messages');
  return messages.filter((message) => message.recipient === recipient).reverse();
}

const listTexts = async (recipient: string): Promise<readonly string[]> =>
  (await listMails(recipient)).map(({ body }) => body ?? '');

describe('mails', () => {
  /** As the pages for a forgotten password do; `language` is the one that they are in. */
  const send = async (path: string, language: string, body: object): Promise<void> => {
    const browser = createBrowserOf(stage);
    const { csrfToken } = (await (await browser.fetch('/account/access')).json()) as { csrfToken: string };
    const response = await browser.fetch(`/account/access/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': csrfToken,
        'x-page-language': language,
      },
      body: JSON.stringify(body),
    });
    expect({ path, ok: response.ok }).toEqual({ path, ok: true });
  };

  it('go to whom they are about, in the language of their page, with a link of their own', async () => {
    const asked = [
      ['marie-curie', 'de', 'Wählen Sie ein neues Passwort', 'für das Konto „marie-curie“.'],
      [
        'jean-jaures',
        'fr',
        'Choisissez un nouveau mot de passe',
        'pour le compte «\u00a0jean-jaures\u00a0».',
      ],
      ['ada-byron', 'en', 'Choose a new password', 'for the account "ada-byron".'],
    ] as const;
    for (const [name] of asked) await addPerson(name, `${name}@example.com`);
    // At once: what one of them is sent must not depend on who else asks.
    await Promise.all(
      asked.map(([name, language]) => send('forgotten-password', language, { email: `${name}@example.com` })),
    );
    for (const [name, language, subject, words] of asked) {
      const to = `${name}@example.com`;
      await waitUntil(`a mail to ${name}`, async () => (await listMails(to)).length > 0);
      const mails = await listMails(to);
      expect(mails.map((mail) => mail.subject)).toEqual([subject]);
      const body = mails[0]?.body ?? '';
      expect(body).toContain(words);
      for (const [other] of asked) if (other !== name) expect(body).not.toContain(other);
      // The link is theirs: it changes the password of nobody else.
      const ticket = /\/reset-password#([\w-]{43})/.exec(body)?.[1];
      await send('password', language, { ticket, password: `quiet lighthouses of ${name}` });
    }
    for (const [name] of asked) {
      const person = { id: '', username: name, password: `quiet lighthouses of ${name}` };
      expect(await (await openAccount(stage, person)).overview()).toMatchObject({ user: { username: name } });
    }
  });

  it('are in the language that their reader says, whatever that of the page', async () => {
    const person = await addPerson('claude', 'claude@example.com');
    const page: AccountPage = await openAccount(stage, person);
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { version, profile: { locale: 'fr-CA' } });
    await addTotp(page);
    await stage.admin.post(`/api/users/${person.id}/password-reset`, {});
    const [added = '', reset = ''] = await listTexts('claude@example.com');
    expect(added).toContain(
      'une application d’authentification vient d’être ajoutée à votre compte «\u00a0claude\u00a0»',
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
