import { createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { getMedian } from './interleave.mjs';

/*
 * The whole code flow of a person who is signed in already: authorize → code → tokens → refreshed tokens.
 */

/**
 * @typedef {object} FlowTarget
 * @property {number} port
 * @property {string} authorizePath
 * @property {string} tokenPath
 * @property {{ id: string, secret: string }} client
 * @property {(browser: Browser, path: string) => Promise<void>} signIn signs a person in and consents, once
 */

const CALLBACK = 'https://print.example/callback';
const HEADERS_OF_FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A browser as far as a flow needs one: cookies, and no redirect followed by itself. */
export class Browser {
  /** @type {Map<string, string>} */
  #cookies = new Map();
  #origin;

  /** @param {number} port */
  constructor(port) {
    this.#origin = `http://127.0.0.1:${port}`;
  }

  get cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /**
   * @param {string} address absolute or a path
   * @param {RequestInit} [init]
   */
  async open(address, init = {}) {
    const { pathname, search } = new URL(address, this.#origin);
    const response = await fetch(this.#origin + pathname + search, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: this.cookie },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

/** @param {FlowTarget} target */
function prepare({ authorizePath, client }) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: CALLBACK,
    scope: 'openid photos',
    state: 'bench',
    nonce: 'bench',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
  return { verifier, path: `${authorizePath}?${query.toString()}`, authorization };
}

/**
 * @param {FlowTarget} target
 * @param {{ connections: number, seconds: number }} limits
 * @returns {Promise<(seconds: number) => Promise<number>>} flows per second of one round
 */
async function openFlows(target, { connections }) {
  const { verifier, path, authorization } = prepare(target);
  const browser = new Browser(target.port);
  await target.signIn(browser, path);
  const origin = `http://127.0.0.1:${target.port}`;
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const headers = { ...HEADERS_OF_FORM, authorization };

  /** @param {Record<string, string>} form */
  const askToken = async (form) => {
    const body = new URLSearchParams(form).toString();
    const answer = await request(origin + target.tokenPath, { method: 'POST', dispatcher, headers, body });
    const tokens = /** @type {{ refresh_token?: string }} */ (await answer.body.json());
    if (answer.statusCode !== 200 || tokens.refresh_token === undefined)
      throw new Error(`no tokens: ${JSON.stringify(tokens)}`);
    return tokens.refresh_token;
  };

  const runOnce = async () => {
    const answer = await request(origin + path, { dispatcher, headers: { cookie: browser.cookie } });
    await answer.body.dump();
    const code = new URL(String(answer.headers['location'])).searchParams.get('code');
    if (code === null) throw new Error(`no code: ${String(answer.headers['location'])}`);
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier };
    await askToken({ grant_type: 'refresh_token', refresh_token: await askToken(form) });
  };

  return async (seconds) => {
    const began = performance.now();
    let flows = 0;
    const keepGoing = async () => {
      while (performance.now() - began < seconds * 1000) {
        await runOnce();
        flows += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, keepGoing));
    return flows / ((performance.now() - began) / 1000);
  };
}

/**
 * Measures flows of several servers in turn.
 * @param {Readonly<Record<string, FlowTarget>>} targets
 * @param {{ rounds: number, seconds: number, connections: number }} plan
 * @returns {Promise<Record<string, { perSecond: number, rounds: number[] }>>} medians, by name
 */
export async function interleaveFlows(targets, plan) {
  /** @type {[string, (seconds: number) => Promise<number>, number[]][]} */
  const open = [];
  for (const [name, target] of Object.entries(targets)) open.push([name, await openFlows(target, plan), []]);
  for (const [, measure] of open) await measure(2);
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const [, measure, rounds] of open) rounds.push(Math.round(await measure(plan.seconds)));
  }
  return Object.fromEntries(open.map(([name, , rounds]) => [name, { perSecond: getMedian(rounds), rounds }]));
}
