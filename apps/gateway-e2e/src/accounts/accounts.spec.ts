import type { CreatedUser, MessageDetail, UserDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, signIn } from '../fixtures/browser.js';
import { authorizationParameters, isActive, makePkce } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { signInAt } from '../openid/relying-party.js';
import { findTicket, type MailServer, startMailServer } from './mail-server.js';

const NEW_PASSWORD = 'seventeen quiet lighthouses';

let stage: Stage;
let mail: MailServer;

beforeAll(async () => {
  mail = await startMailServer();
  stage = await openStage({ env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_SIGN_UP: 'true' } });
});
afterAll(async () => {
  await stopAllGatehouses();
  mail.close();
});

/** Posts to the API of the account pages as they do. */
async function send(
  path: string,
  body: object,
  browser: Browser = createBrowserOf(stage),
): Promise<Response> {
  const begun = (await (await browser.fetch('/account/access')).json()) as { csrfToken: string };
  return browser.fetch(`/account/access/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': begun.csrfToken },
    body: JSON.stringify(body),
  });
}

async function createWithEmail(username: string): Promise<{ id: string; email: string }> {
  const email = `${username}@example.com`;
  const { user } = await stage.admin.post<CreatedUser>('/api/users', {
    username,
    email,
    password: 'correct horse battery staple',
  });
  return { id: user.id, email };
}

async function receive(to: string, subject: RegExp, after = 0): Promise<string> {
  const find = () => mail.received.slice(after).find((one) => one.to === to && subject.test(one.text));
  await waitUntil(`mail to ${to}`, () => find() !== undefined);
  return find()?.text ?? '';
}

const canSignIn = async (username: string, password: string): Promise<boolean> => {
  const browser = createBrowserOf(stage);
  const page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
  return signIn(browser, page, { id: '', username, password }).then(
    () => true,
    () => false,
  );
};

describe('a forgotten password', () => {
  it('is replaced by a link that came by mail; sessions end, and whose password it was is told', async () => {
    const { id, email } = await createWithEmail('grace');
    const shop = await registerClient(stage.admin, { allowedScopes: ['openid', 'profile', 'email'] });
    const person = { id, username: 'grace', password: 'correct horse battery staple' };
    const { tokens, browser } = await signInAt(stage, { client: shop, person });
    expect((await send('forgotten-password', { email: email.toUpperCase() })).status).toBe(202);
    const ticket = findTicket(await receive(email, /Subject: Choose a new password/));
    const weak = await send('password', { ticket, password: 'password1' });
    expect(weak.status).toBe(400);
    expect(await weak.json()).toMatchObject({ title: 'Choose another password' });
    // What was refused has not used up the link.
    expect((await send('password', { ticket, password: NEW_PASSWORD })).status).toBe(204);
    expect(await canSignIn('grace', NEW_PASSWORD)).toBe(true);
    expect(await canSignIn('grace', person.password)).toBe(false);
    expect(await isActive(stage, tokens.access_token, shop)).toBe(false);
    const page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    expect(page.pathname).toBe('/sign-in');
    await receive(email, /Subject: Your password has been changed/);
  });

  it('a link counts once, of eight at once; and a newer one takes its place', async () => {
    const { email } = await createWithEmail('heddy');
    const before = mail.received.length;
    await send('forgotten-password', { email });
    const first = findTicket(await receive(email, /Choose a new password/, before));
    const between = mail.received.length;
    await send('forgotten-password', { email });
    const second = findTicket(await receive(email, /Choose a new password/, between));
    expect((await send('password', { ticket: first, password: NEW_PASSWORD })).status).toBe(410);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send('password', { ticket: second, password: NEW_PASSWORD })),
    );
    expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(1);
  });

  it('answers for an unknown address as for a known one', async () => {
    const { email } = await createWithEmail('joan');
    const [known, unknown] = [
      await send('forgotten-password', { email }),
      await send('forgotten-password', { email: 'nobody@example.com' }),
    ];
    expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()]);
    await receive(email, /Choose a new password/);
    expect(mail.received.some(({ to }) => to === 'nobody@example.com')).toBe(false);
  });

  it('mail waits while the mail server is down, also over a restart', async () => {
    const { email } = await createWithEmail('katherine');
    mail.isDown = true;
    await send('forgotten-password', { email });
    await waitUntil('the first try', () => /mail not sent/.test(stage.gatehouse.logs()));
    await stage.gatehouse.restart();
    mail.isDown = false;
    const text = await receive(email, /Choose a new password/);
    expect((await send('password', { ticket: findTicket(text), password: NEW_PASSWORD })).status).toBe(204);
    expect(stage.gatehouse.logs()).not.toContain(findTicket(text));
  });
});

describe('signing up', () => {
  const account = (email: string) => ({ email, displayName: 'Mary Jackson', password: NEW_PASSWORD });

  it('makes an account that counts once its address is confirmed', async () => {
    const email = 'mary@example.com';
    expect((await send('sign-up', account(email))).status).toBe(202);
    const ticket = findTicket(await receive(email, /Confirm your e-mail address/));
    const between = mail.received.length;
    expect(await canSignIn(email, NEW_PASSWORD)).toBe(false);
    // Whoever knows the password is sent another link; it takes the place of the first.
    const again = findTicket(await receive(email, /Confirm your e-mail address/, between));
    expect((await send('email', { ticket })).status).toBe(410);
    expect((await send('email', { ticket: again })).status).toBe(204);
    expect(await canSignIn(email, NEW_PASSWORD)).toBe(true);
  });

  it('with an address that is known answers alike, changes nothing, and tells its owner', async () => {
    const { email } = await createWithEmail('dorothy');
    const [fresh, known] = [
      await send('sign-up', account('new@example.com')),
      await send('sign-up', account(email)),
    ];
    expect([known.status, await known.text()]).toEqual([fresh.status, await fresh.text()]);
    await receive(email, /You have an account already/);
    expect(await canSignIn('dorothy', NEW_PASSWORD)).toBe(false);
    expect(await canSignIn('dorothy', 'correct horse battery staple')).toBe(true);
  });

  it.each([
    ['password1', 'common'],
    ['qwertyuiop', 'topHundred'],
    ['annie@example.com', 'userInputs'],
    ['Lovelace24121984', 'userInputs commonWords'],
    ['xkq19841224', 'dates'],
    ['zzzzzzzzzz', 'simpleRepeat'],
    ['abcdefgh12', 'sequences'],
    ['winter2023', 'commonWords recentYears'],
  ])('refuses %s as a password, and says what is easy to guess of it: %s', async (password, reasons) => {
    const person = { email: 'annie@example.com', displayName: 'Annie Lovelace' };
    const response = await send('sign-up', { ...person, password });
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toMatchObject([
      400,
      { code: 'password-too-easy', values: { reasons } },
    ]);
    expect(text).not.toContain(password);
  });

  it.each(['sign-up', 'forgotten-password', 'password', 'email'])(
    '%s is not taken from another site, nor without its CSRF token',
    async (path) => {
      const body = JSON.stringify({
        email: 'a@example.com',
        displayName: 'a',
        password: NEW_PASSWORD,
        ticket: 'x',
      });
      const headers = { 'content-type': 'application/json' };
      const known = path === 'forgotten-password' ? '{"email":"a@example.com"}' : body;
      const response = await createBrowserOf(stage).fetch(`/account/access/${path}`, {
        method: 'POST',
        headers,
        body: known,
      });
      expect([400, 403]).toContain(response.status);
    },
  );
});

describe('operators', () => {
  it('invite a person, who chooses their own password', async () => {
    const email = 'valerie@example.com';
    const { user, password } = await stage.admin.post<CreatedUser>('/api/users', {
      username: 'valerie',
      email,
      invite: true,
    });
    expect(password).toBeUndefined();
    const ticket = findTicket(await receive(email, /Your account is ready/));
    expect((await send('password', { ticket, password: NEW_PASSWORD })).status).toBe(204);
    expect(await canSignIn('valerie', NEW_PASSWORD)).toBe(true);
    expect(await stage.admin.get(`/api/users/${user.id}`)).toMatchObject({ emailVerified: true });
  });

  it('who write down another address make it one that nobody has confirmed', async () => {
    const { id, email } = await createWithEmail('vera');
    await send('forgotten-password', { email });
    const ticket = findTicket(await receive(email, /Subject: Choose a new password/));
    await send('password', { ticket, password: NEW_PASSWORD });
    const change = async (fields: object): Promise<UserDetail> => {
      const { version } = await stage.admin.get<UserDetail>(`/api/users/${id}`);
      return stage.admin.patch<UserDetail>(`/api/users/${id}`, { version, ...fields });
    };
    expect(await change({ email, displayName: 'Vera' })).toMatchObject({ emailVerified: true });
    expect(await change({ email: `new-${email}` })).toMatchObject({ emailVerified: false });
  });

  it('send a link for a new password, and hear why they cannot', async () => {
    const { id, email } = await createWithEmail('evelyn');
    await stage.admin.post(`/api/users/${id}/password-reset`, {});
    await receive(email, /Choose a new password/);
    expect((await stage.admin.request('POST', `/api/users/${stage.ada.id}/password-reset`, {})).status).toBe(
      409,
    );
  });

  it('see that mail was sent, and not what was in it', async () => {
    await waitUntil('all mail', async () => {
      const messages = await stage.admin.get<readonly MessageDetail[]>('/api/messages');
      return messages.length > 0 && messages.every(({ sentAt }) => sentAt !== null);
    });
    const messages = await stage.admin.get<readonly MessageDetail[]>('/api/messages');
    expect(messages.every(({ body }) => body === null)).toBe(true);
  });
});

describe('without a mail server, and with signing up off (the defaults)', () => {
  it('messages wait where an operator finds them, and nobody signs up', async () => {
    const plain = await openStage();
    const { user } = await plain.admin.post<CreatedUser>('/api/users', {
      username: 'noether',
      email: 'noether@example.com',
      invite: true,
    });
    const [message] = await plain.admin.get<readonly MessageDetail[]>('/api/messages');
    expect(message).toMatchObject({
      recipient: 'noether@example.com',
      subject: 'Your account is ready',
      sentAt: null,
    });
    expect(findTicket(message?.body ?? '')).not.toBe('');
    expect(user.emailVerified).toBe(false);
    const browser = createBrowserOf(plain);
    const { csrfToken } = (await (await browser.fetch('/account/access')).json()) as { csrfToken: string };
    const response = await browser.fetch('/account/access/sign-up', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify({ email: 'a@example.com', displayName: 'A', password: NEW_PASSWORD }),
    });
    expect(response.status).toBe(404);
  });
});
