import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as client from 'openid-client';

/*
 * What every sample needs and no client of yours does: where Gatehouse is, and a registration of its own, made through
 * the admin REST API. You register your clients in the console.
 */

const env = process.env;

/** The addresses of `npm start`, unless told otherwise. */
export const ISSUER = env['GATEHOUSE_ISSUER'] ?? 'http://localhost:4000';
export const GATEWAY_URL = env['GATEHOUSE_GATEWAY_URL'] ?? 'http://localhost:4001';
const ADMIN_URL = env['GATEHOUSE_ADMIN_URL'] ?? 'http://localhost:4002';
const DATA = resolve(join(import.meta.dirname, '../..'), env['GATEHOUSE_DATA_DIR'] ?? '.data');
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * @typedef {object} Registered A client, as its developer knows it.
 * @property {string} applicationId
 * @property {string} clientId
 * @property {string | undefined} clientSecret undefined: it has none
 */

/** Prints a line. @param {string} [text] */
export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

/** Prints what was received, as it is. @param {string} what @param {unknown} value */
export function show(what, value) {
  say(`${what}:\n${JSON.stringify(value, null, 2)}\n`);
}

/** A user whom samples without a browser act for; `npm start` makes one. */
export async function getUser() {
  const [username, password] = [env['FLOWS_USERNAME'], env['FLOWS_PASSWORD']];
  if (username !== undefined && password !== undefined) return { username, password };
  const examples = await readJson('example.json');
  /** @type {{ user: { username: string, password: string } }} */
  const { user } = examples['embedded'] ?? Object.values(examples)[0];
  return user;
}

/** @param {string} name of a file that `npm start` keeps */
async function readJson(name) {
  try {
    return JSON.parse(await readFile(join(DATA, name), 'utf8'));
  } catch {
    throw new Error(`${join(DATA, name)} cannot be read. Is Gatehouse running? Run npm start first.`);
  }
}

/** The set-up client's access token: an operator's script has one. @type {Promise<string> | undefined} */
let adminToken;

async function fetchAdminToken() {
  const secret = env['GATEHOUSE_SETUP_CLIENT_SECRET'] ?? (await readJson('secrets.json')).setupClientSecret;
  const config = await configure({ applicationId: '', clientId: 'gatehouse-setup', clientSecret: secret });
  const scope = 'gatehouse.read gatehouse.write';
  return (await client.clientCredentialsGrant(config, { scope })).access_token;
}

/**
 * Calls the admin REST API.
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function callAdminApi(method, path, body) {
  const headers = { authorization: `Bearer ${await (adminToken ??= fetchAdminToken())}` };
  const response = await fetch(ADMIN_URL + path, {
    method,
    ...(body === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Registers the client of a sample anew; the one of an earlier run is deleted, since nobody knows its secret any more.
 * @param {string} name
 * @param {{ readonly kind: 'web' | 'native' | 'machine', readonly redirectUris?: readonly string[], readonly allowedScopes?: readonly string[] }} application
 * @param {object} [settings] of its client, see PATCH /api/applications/{id}/clients/{clientId}
 * @returns {Promise<Registered>}
 */
export async function register(name, application, settings) {
  const fullName = `Sample: ${name}`;
  await ensureScope();
  const { items } = await callAdminApi('GET', `/api/applications?search=${encodeURIComponent(fullName)}`);
  for (const earlier of items)
    if (earlier.name === fullName) await callAdminApi('DELETE', `/api/applications/${earlier.id}`);
  const created = await callAdminApi('POST', '/api/applications', {
    name: fullName,
    description: 'Registered by samples/flows.',
    allowedScopes: ['photos'],
    ...application,
  });
  const { id, clients } = created.application;
  const [{ clientId }] = clients;
  if (settings !== undefined)
    await callAdminApi('PATCH', `/api/applications/${id}/clients/${clientId}`, {
      version: 1,
      ...settings,
    });
  return { applicationId: id, clientId, clientSecret: created.clientSecret };
}

async function ensureScope() {
  const { items } = await callAdminApi('GET', '/api/scopes?names=photos');
  if (items.some((/** @type {{ name: string }} */ { name }) => name === 'photos')) return;
  await callAdminApi('POST', '/api/scopes', { name: 'photos', title: 'See your photos' });
}

/**
 * RFC 8414: everything that a client must know of the authorization server, it learns from its metadata.
 * @param {Registered} registered
 * @param {client.ClientAuth} [authentication] default: the secret, if there is one
 */
export function configure({ clientId, clientSecret }, authentication) {
  const isLocal = LOOPBACK.has(new URL(ISSUER).hostname);
  const byDefault = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
  return client.discovery(new URL(ISSUER), clientId, undefined, authentication ?? byDefault, {
    algorithm: 'oauth2',
    // Plain http is for your own machine alone.
    execute: isLocal ? [client.allowInsecureRequests] : [],
  });
}

/** Calls the photo API through the gateway. @param {string} accessToken */
export async function callPhotoApi(accessToken) {
  const url = `${GATEWAY_URL}/flickr/photos`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  say(`GET ${url} with the access token: ${response.status} ${response.statusText}\n`);
  await response.body?.cancel();
}
