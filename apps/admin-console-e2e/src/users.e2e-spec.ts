import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';

const PASSWORD = 'seven purple herons sang';

let gatehouse: RunningGatehouse;
let browser: Browser;
let complaints: string[];

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is part of some steps; what the policy blocks never is.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return page;
}

beforeAll(async () => {
  complaints = [];
  gatehouse = await startGatehouse();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** The link of the newest message, which has this subject, as an operator reads it. */
async function readLink(operator: Page, subject: string): Promise<string> {
  await operator.getByRole('link', { name: 'Messages' }).click();
  await operator.getByRole('heading', { name: subject }).first().waitFor();
  const text = await operator.locator('pre').first().innerText();
  return /http\S+#\S+/.exec(text)?.[0] ?? '';
}

async function openAccount(person: Page, password: string): Promise<void> {
  await person.goto(`${gatehouse.issuer}/account/security`);
  await person.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(person, 'valerie', password);
}

describe('a user whom an operator invites', () => {
  let operator: Page;
  let person: Page;

  it('is invited without a mail server: the link waits under Messages', async () => {
    operator = await openPage();
    await signInToConsole(operator, gatehouse.adminUrl, gatehouse.operator.password);
    await operator.getByRole('link', { name: 'Users' }).click();
    await operator.getByRole('button', { name: 'Create user' }).first().click();
    await operator.getByLabel('Username').fill('valerie');
    await operator.getByRole('switch', { name: /Invite by mail/ }).check();
    await operator.getByRole('button', { name: 'Invite' }).click();
    await operator.getByText('An invitation needs an e-mail address.').waitFor();
    await operator.getByLabel('E-mail address').fill('valerie@example.com');
    await look(operator, 'console-user-invite');
    await operator.getByRole('button', { name: 'Invite' }).click();
    await operator.getByText('not confirmed').waitFor();
    await look(operator, 'console-users-invited');
  });

  it('chooses a password by the link, and signs in', async () => {
    const link = await readLink(operator, 'Your account is ready');
    await look(operator, 'console-messages');
    person = await openPage();
    await person.goto(link);
    await person.getByLabel('New password').fill(PASSWORD);
    await person.getByRole('button', { name: 'Save' }).click();
    await person.getByText('Your new password counts').waitFor();
    await openAccount(person, PASSWORD);
    await person.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  });

  it('is signed out when an operator ends the sessions', async () => {
    await operator.getByRole('link', { name: 'Users' }).click();
    await operator.getByRole('button', { name: 'More for valerie' }).click();
    await operator.getByRole('menuitem', { name: 'End all sessions' }).click();
    await operator.getByRole('dialog').waitFor();
    await operator.getByRole('menu').waitFor({ state: 'hidden' });
    await look(operator, 'console-user-end-sessions');
    await operator.getByRole('button', { name: 'End them' }).click();
    await operator.getByText('The sessions have ended.').waitFor();
    await person.reload();
    await person.getByRole('link', { name: 'Sign in' }).waitFor();
  });

  it('gets a link for a new password when the old one is forgotten', async () => {
    await operator.getByRole('button', { name: 'More for valerie' }).click();
    await operator.getByRole('menuitem', { name: 'Send a link for a new password' }).click();
    await operator.getByRole('button', { name: 'Send', exact: true }).click();
    await operator.getByText('A link is on its way.').waitFor();
    await person.goto(await readLink(operator, 'Choose a new password'));
    await person.getByLabel('New password').fill(`${PASSWORD} again`);
    await person.getByRole('button', { name: 'Save' }).click();
    await person.getByText('Your new password counts').waitFor();
    await openAccount(person, `${PASSWORD} again`);
    await person.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('gets a profile, as far as it is right', async () => {
    await operator.getByRole('link', { name: 'Users' }).click();
    await operator.getByRole('link', { name: 'valerie' }).click();
    await operator.getByText('With a password.').waitFor();
    await operator.getByLabel('Given name').fill('Valerie');
    await operator.getByLabel('Phone number').fill('555 1234');
    await operator.getByLabel('Town').fill('Lyon');
    await operator.getByRole('button', { name: 'Save' }).click();
    await operator.getByText(/phone_number must be like/).waitFor();
    await look(operator, 'console-user-problems');
    expect(await operator.getByLabel('Given name').inputValue()).toBe('Valerie');
    await operator.getByLabel('Phone number').fill('+33123456789');
    await operator.getByRole('button', { name: 'Save' }).click();
    await operator.getByText('Saved').waitFor();
    await operator.reload();
    await operator.getByLabel('Town').waitFor();
    expect(await operator.getByLabel('Town').inputValue()).toBe('Lyon');
    expect(await operator.getByLabel('Phone number').inputValue()).toBe('+33123456789');
    await operator.setViewportSize({ width: 390, height: 850 });
    await look(operator, 'console-user-phone');
    expect(complaints).toEqual([]);
  });
});
