import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowser, createBrowserOf, signIn } from '../fixtures/browser.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { openSignIn, post } from './account.js';

const DEVICES = 'gatehouse-devices';

let stage: Stage;
let people = 0;
beforeAll(async () => {
  // Requests come from whatever address a test writes into X-Forwarded-For.
  stage = await openStage({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1' } });
});
afterAll(stopAllGatehouses);

const aPerson = (): Promise<Person> => {
  people += 1;
  return createPerson(stage.admin, `locked-${people}`);
};

let addresses = 0;
const anAddress = (): string => {
  addresses += 1;
  return `198.51.${Math.floor(addresses / 250)}.${addresses % 250}`;
};

/** A browser that seems to be at an address of its own. */
function createBrowserAt(address: string, gatehouse = stage.gatehouse): Browser {
  const browser = createBrowserOf({ ...stage, gatehouse });
  const fetchFrom = browser.fetch;
  return Object.assign(browser, {
    fetch: (path: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('x-forwarded-for', address);
      return fetchFrom(path, { ...init, headers });
    },
  });
}

async function tryPassword(browser: Browser, person: Person, password = 'wrong'): Promise<number> {
  const { page } = await openSignIn(stage, browser, { prompt: 'login' });
  const response = await post(browser, page, 'sign-in', { username: person.username, password });
  return response.status;
}

async function knownBrowser(person: Person): Promise<Browser> {
  const browser = createBrowserAt(anAddress());
  expect(await tryPassword(browser, person, person.password)).toBe(200);
  return browser;
}

/** Wrong passwords from a hundred addresses: what strangers have together is spent. */
async function attack(person: Person): Promise<number[]> {
  const statuses: number[] = [];
  for (let guess = 0; guess < 40; guess += 1)
    statuses.push(await tryPassword(createBrowserAt(anAddress()), person));
  return statuses;
}

describe('guessing one account from everywhere', () => {
  it('ends after thirty, and does not lock the owner out of a browser of theirs', async () => {
    const person = await aPerson();
    const own = await knownBrowser(person);
    const statuses = await attack(person);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual(Array(10).fill(429));
    expect(await tryPassword(createBrowserAt(anAddress()), person, person.password)).toBe(429);
    expect(await tryPassword(own, person, person.password)).toBe(200);
  });

  it('does not slow a neighbour', async () => {
    const [attacked, neighbour] = [await aPerson(), await aPerson()];
    await attack(attacked);
    expect(await tryPassword(createBrowserAt(anAddress()), neighbour, neighbour.password)).toBe(200);
  });

  it('is seen by every node', async () => {
    const person = await aPerson();
    await attack(person);
    const node = await startGatehouse({
      roles: ['auth'],
      database: stage.gatehouse.databaseUrl,
      env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1' },
    });
    const browser = createBrowser(node.authUrl);
    const { page } = await openSignIn(stage, browser);
    const { username, password } = person;
    expect((await post(browser, page, 'sign-in', { username, password })).status).toBe(429);
  });
});

describe('guessing from one address', () => {
  it('takes little of what strangers have: from elsewhere the owner signs in, in a new browser too', async () => {
    const person = await aPerson();
    const address = anAddress();
    for (let guess = 0; guess < 40; guess += 1) await tryPassword(createBrowserAt(address), person);
    expect(await tryPassword(createBrowserAt(address), person, person.password)).toBe(429);
    expect(await tryPassword(createBrowserAt(anAddress()), person, person.password)).toBe(200);
  });

  it('ends over all names too, and not for whoever is known there', async () => {
    const person = await aPerson();
    const own = await knownBrowser(person);
    const address = anAddress();
    const statuses: number[] = [];
    for (let guess = 0; guess < 110; guess += 1) {
      const nobody = { ...person, username: `nobody-${guess}` };
      statuses.push(await tryPassword(createBrowserAt(address), nobody));
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(105);
    expect(statuses.at(-1)).toBe(429);
    const cookies = new Map(own.cookies);
    const here = createBrowserAt(address);
    for (const [name, value] of cookies) here.cookies.set(name, value);
    expect(await tryPassword(here, person, person.password)).toBe(200);
  });

  it('tells nothing of who exists', async () => {
    const [person, address] = [await aPerson(), anAddress()];
    const nobody = { ...person, username: 'nobody-at-all' };
    const guess = async (who: Person): Promise<number[]> => {
      const statuses: number[] = [];
      for (let tries = 0; tries < 7; tries += 1)
        statuses.push(await tryPassword(createBrowserAt(address), who));
      return statuses;
    };
    expect(await guess(person)).toEqual(await guess(nobody));
  });
});

describe('the note of a known browser', () => {
  it('is worth nothing for another user', async () => {
    const [person, neighbour] = [await aPerson(), await aPerson()];
    const note = (await knownBrowser(neighbour)).cookies.get(DEVICES) ?? '';
    await attack(person);
    const browser = createBrowserAt(anAddress());
    browser.cookies.set(DEVICES, note);
    expect(await tryPassword(browser, person, person.password)).toBe(429);
  });

  it('buys ten guesses, not more', async () => {
    const person = await aPerson();
    const note = (await knownBrowser(person)).cookies.get(DEVICES) ?? '';
    await attack(person);
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const thief = createBrowserAt(anAddress());
      thief.cookies.set(DEVICES, note);
      statuses.push(await tryPassword(thief, person));
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('is not given for a wrong password', async () => {
    const person = await aPerson();
    const browser = createBrowserAt(anAddress());
    await tryPassword(browser, person);
    expect(browser.cookies.has(DEVICES)).toBe(false);
    const { page } = await openSignIn(stage, browser);
    await signIn(browser, page, person);
    expect(browser.cookies.has(DEVICES)).toBe(true);
  });
});
