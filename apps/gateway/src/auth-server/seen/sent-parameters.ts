import type { IncomingMessage } from 'node:http';
import { decodeJwt } from 'jose';

/** What a request sends, as far as an error answer is told of it. */
export interface Sent {
  /** The form or the query, as it came. */
  readonly text: string;
  readonly authorization: string | undefined;
}

/** Parameters that descriptions may quote, by name and by value; of what has another name neither is kept. */
const PLAIN_PARAMETERS: ReadonlySet<string> = new Set([
  'acr_values',
  'audience',
  'client_id',
  'code_challenge_method',
  'grant_type',
  'max_age',
  'prompt',
  'redirect_uri',
  'requested_expiry',
  'requested_token_type',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'ui_locales',
]);

/** Their names may be quoted, as in "The parameter code is missing". */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'actor_token',
  'actor_token_type',
  'assertion',
  'auth_req_id',
  'binding_message',
  'claims',
  'client_assertion',
  'client_assertion_type',
  'client_notification_token',
  'client_secret',
  'code',
  'code_challenge',
  'code_verifier',
  'device_code',
  'id_token_hint',
  'login_hint',
  'login_hint_token',
  'logout_hint',
  'nonce',
  'password',
  'post_logout_redirect_uri',
  'refresh_token',
  'request',
  'request_uri',
  'state',
  'subject_token',
  'subject_token_type',
  'token',
  'token_type_hint',
  'user_code',
  'username',
]);

const SHORTEST = 4;
const LONGEST_CLIENT_ID = 100;
const BASIC = /^basic +([a-z0-9+/=]+)$/i;
const BEARER = /^bearer +(\S+)/i;
/** What nobody can have thought of: a secret that was sent in the wrong place. UUIDs are IDs. */
const RANDOM = /^[\w.~+/=-]{20,}$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const texts = new WeakMap<IncomingMessage, string>();

/** Keeps a form for as long as its request lives: an error page is not told of it. */
export function rememberSent(request: IncomingMessage, text: string): void {
  texts.set(request, text);
}

/** The form that was remembered, else the query. */
export function findSent(request: IncomingMessage): Sent {
  const target = request.url ?? '';
  const question = target.indexOf('?');
  const query = question === -1 ? '' : target.slice(question + 1);
  return { text: texts.get(request) ?? query, authorization: request.headers.authorization };
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** ID and secret of HTTP Basic, where there is any (RFC 6749 §2.3.1). */
function parseBasic(authorization: string | undefined): readonly string[] {
  const encoded = BASIC.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)];
}

function findAsserted(assertion: string | null): string | undefined {
  if (assertion === null) return undefined;
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return undefined;
  }
}

/** The client that a request says it is from, whether that was proved or not. */
export function findNamedClient({ text, authorization }: Sent): string | undefined {
  const [basicId = ''] = parseBasic(authorization);
  if (basicId !== '') return decode(basicId);
  const parameters = new URLSearchParams(text);
  const named = parameters.get('client_id') ?? findAsserted(parameters.get('client_assertion'));
  return named === '' ? undefined : named;
}

/** The ID of no client as it may be kept: short, and not whole where it could be a secret. */
export function shortenClientId(clientId: string): string {
  if (RANDOM.test(clientId) && !UUID.test(clientId)) return `${clientId.slice(0, 4)}…`;
  return clientId.slice(0, LONGEST_CLIENT_ID);
}

function listSecrets({ text, authorization }: Sent): string[] {
  const [, basicSecret = ''] = parseBasic(authorization);
  const found = [basicSecret, decode(basicSecret), BEARER.exec(authorization ?? '')?.[1] ?? ''];
  for (const [name, value] of new URLSearchParams(text)) {
    if (PLAIN_PARAMETERS.has(name)) continue;
    found.push(value);
    if (!SECRET_PARAMETERS.has(name)) found.push(name, name.slice(0, 60));
  }
  return found.filter(({ length }) => length >= SHORTEST);
}

/** A function that leaves out of a text what was sent and could be secret. Longer ones first: they may hold others. */
export function createRedaction(sent: Sent): (text: string) => string {
  const secrets = listSecrets(sent).sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((kept, secret) => kept.replaceAll(secret, '(left out)'), text);
}
