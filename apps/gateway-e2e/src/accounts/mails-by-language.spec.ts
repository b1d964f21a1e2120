import type { CreatedUser, OwnProfile, OwnRegistrationRequests, UserDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openAccount } from '../factors/account.js';
import { type Browser, createBrowserOf } from '../fixtures/browser.js';
import { openStage, type Person, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { findTicket, type MailServer, type Received, startMailServer } from './mail-server.js';

const PASSWORD = 'correct horse battery staple';

/** The subject of a mail, and what its body says. */
type Words = readonly [subject: string, body: string];

/** Written here once more: what a text is changed to is seen by whoever changes it. */
const WORDS = {
  de: {
    confirmEmail: [
      'Bestätigen Sie Ihre E-Mail-Adresse',
      'bitte bestätigen Sie, dass diese Adresse Ihnen gehört.',
    ],
    accountKnown: ['Sie haben bereits ein Konto', 'wollte sich mit dieser Adresse registrieren.'],
    addressTicket: ['Bestätigen Sie Ihre neue E-Mail-Adresse', 'dies soll die neue Adresse Ihres Kontos „'],
    addressKnown: ['Sie haben bereits ein Konto', 'wollte diese Adresse für ein anderes Konto eintragen.'],
    addressAsked: [
      'Ihre E-Mail-Adresse soll geändert werden',
      'wurde soeben eine neue E-Mail-Adresse eingegeben.',
    ],
    addressChanged: ['Ihre E-Mail-Adresse wurde geändert', 'An diese schreiben wir nicht mehr.'],
    requestApproved: ['Ihre Anwendung ist registriert', '„Nachtdruck“ ist registriert.'],
    requestDeclined: [
      'Ihre Anwendung wurde nicht registriert',
      'Ihr Antrag für „Nachtdruck“ wurde abgelehnt:',
    ],
  },
  fr: {
    confirmEmail: ['Confirmez votre adresse e-mail', 'veuillez confirmer que cette adresse est la vôtre.'],
    accountKnown: ['Vous avez déjà un compte', 'a voulu s’inscrire avec cette adresse.'],
    addressTicket: [
      'Confirmez votre nouvelle adresse e-mail',
      'doit devenir la nouvelle adresse de votre compte «',
    ],
    addressKnown: ['Vous avez déjà un compte', 'a voulu utiliser cette adresse pour un autre compte.'],
    addressAsked: [
      'Votre adresse e-mail va être modifiée',
      'une nouvelle adresse e-mail vient d’être saisie',
    ],
    addressChanged: ['Votre adresse e-mail a été modifiée', 'Nous n’écrirons plus à celle-ci.'],
    requestApproved: ['Votre application est enregistrée', '«\u00a0Nachtdruck\u00a0» est enregistrée.'],
    requestDeclined: [
      'Votre application n’a pas été enregistrée',
      'votre demande pour «\u00a0Nachtdruck\u00a0» a été refusée\u00a0:',
    ],
  },
} as const satisfies Record<string, Record<string, Words>>;

let stage: Stage;
let mail: MailServer;

beforeAll(async () => {
  mail = await startMailServer();
  stage = await openStage({
    env: {
      GATEHOUSE_SMTP_URL: mail.url,
      GATEHOUSE_SIGN_UP: 'true',
      GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in',
    },
  });
});
afterAll(async () => {
  await stopAllGatehouses();
  mail.close();
});

async function createWithEmail(username: string, locale?: string): Promise<Person & { email: string }> {
  const email = `${username}@example.com`;
  const { user } = await stage.admin.post<CreatedUser>('/api/users', { username, email, password: PASSWORD });
  if (locale !== undefined) {
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${user.id}`);
    await stage.admin.patch(`/api/users/${user.id}`, { version, profile: { locale } });
  }
  return { id: user.id, username, password: PASSWORD, email };
}

/** As the pages do: with the CSRF token that is read first, and the language that the page is in. */
async function post(
  browser: Browser,
  { read, path, language }: { readonly read: string; readonly path: string; readonly language: string },
  body: object,
): Promise<void> {
  const { csrfToken } = (await (await browser.fetch(read)).json()) as Pick<OwnProfile, 'csrfToken'>;
  const response = await browser.fetch(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-csrf-token': csrfToken,
      'x-page-language': language,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

const access = (language: string, path: string, body: object): Promise<void> =>
  post(createBrowserOf(stage), { read: '/account/access', path: `/account/access/${path}`, language }, body);

const signUp = (language: string, email: string): Promise<void> =>
  access(language, 'sign-up', { email, displayName: 'Zoé', password: 'seventeen quiet lighthouses' });

const askForAddress = (browser: Browser, language: string, email: string): Promise<void> =>
  post(browser, { read: '/account/profile/details', path: '/account/profile/email', language }, { email });

async function expectMail(to: string, [subject, body]: Words, link: string): Promise<Received> {
  const find = () => mail.received.find((one) => one.to === to && one.subject === subject);
  await waitUntil(`mail to ${to}: ${subject}`, () => find() !== undefined);
  const found = find();
  if (found === undefined) throw new Error('not there');
  expect(found.body).toContain(body);
  expect(found.body).toContain(link === '' ? '' : stage.gatehouse.issuer + link);
  // Not a sentence of another language among them.
  expect(found.body).not.toMatch(/\b(Hello|your account|this link)\b/);
  return found;
}

describe.each(['de', 'fr'] as const)('in %s, subject and body', (language) => {
  const words = WORDS[language];

  it('when somebody registers, or already has', async () => {
    const fresh = `zoe-${language}@example.com`;
    await signUp(language, fresh);
    const { body } = await expectMail(fresh, words.confirmEmail, '/confirm-email#');
    await access('en', 'email', { ticket: findTicket(body) });
    await signUp(language, fresh);
    await expectMail(fresh, words.accountKnown, '/forgot-password');
  });

  it('when an address is to be another: to the new one, the old one, and one that somebody has', async () => {
    const person = await createWithEmail(`mover-${language}`);
    const other = await createWithEmail(`other-${language}`);
    const { browser } = await openAccount(stage, person);
    await askForAddress(browser, language, other.email);
    await expectMail(other.email, words.addressKnown, '/forgot-password');
    const next = `moved-${language}@example.com`;
    await askForAddress(browser, language, next);
    const { body } = await expectMail(next, words.addressTicket, '/confirm-new-email#');
    await expectMail(person.email, words.addressAsked, '/account/security');
    await access(language, 'new-email', { ticket: findTicket(body) });
    await expectMail(person.email, words.addressChanged, '');
    const subjects = (to: string) => mail.received.filter((one) => one.to === to).map((one) => one.subject);
    expect(subjects(next)).toEqual([words.addressTicket[0]]);
    expect(subjects(other.email)).toEqual([words.addressKnown[0]]);
  });

  it('when their application is registered or not, whatever the language of the operator', async () => {
    const person = await createWithEmail(`maker-${language}`, language);
    const { browser } = await openAccount(stage, person);
    const paths = { read: '/catalogue/requests', path: '/catalogue/requests', language: 'en' };
    const request = {
      name: 'Nachtdruck',
      purpose: 'Prints the photos of the day at night.',
      kind: 'machine',
    };
    for (const decision of ['approval', 'refusal']) {
      await post(browser, paths, { ...request, redirectUris: [], scopes: [] });
      const { requests } = (await (
        await browser.fetch('/catalogue/requests')
      ).json()) as OwnRegistrationRequests;
      const waiting = requests.find(({ state }) => state === 'waiting');
      await stage.admin.post(
        `/api/registration-requests/${waiting?.id ?? ''}/${decision}`,
        decision === 'approval'
          ? { version: 1, name: 'Nachtdruck', redirectUris: [], allowedScopes: [] }
          : { version: 1, reason: 'Ça existe schon.' },
      );
    }
    await expectMail(person.email, words.requestApproved, '/apis');
    const { body } = await expectMail(person.email, words.requestDeclined, '/apis');
    expect(body).toContain('Ça existe schon.');
  });
});

it('a reader’s own language counts more than that of the page', async () => {
  const person = await createWithEmail('polyglot', 'fr-CA');
  const { browser } = await openAccount(stage, person);
  await askForAddress(browser, 'de', 'polyglotte@example.com');
  await expectMail('polyglotte@example.com', WORDS.fr.addressTicket, '/confirm-new-email#');
  await signUp('de', person.email);
  await expectMail(person.email, WORDS.fr.accountKnown, '/forgot-password');
});
