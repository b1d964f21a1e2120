import { OAuthError } from './oauth-error.js';

/**
 * Parameters of a request by name: decoded, none twice, none empty. Those that may come several times (`resource`,
 * `audience`) have their values joined by a space, which none of them can contain.
 */
export type Form = ReadonlyMap<string, string>;

const MAX_PARAMETERS = 100;
// RFC 8707 §2, RFC 8693 §2.1
const REPEATABLE: ReadonlySet<string> = new Set(['resource', 'audience']);

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_request', 'A parameter is not percent-encoded UTF-8.');
  }
}

/**
 * Parses `application/x-www-form-urlencoded` text: a request body or a query string.
 * Empty parameters count as absent and none may come twice (RFC 6749 §3.1, §3.2).
 * @throws OAuthError invalid_request
 */
export function parseForm(text: string): Form {
  const form = new Map<string, string>();
  if (text === '') return form;
  const pairs = text.split('&');
  if (pairs.length > MAX_PARAMETERS) throw new OAuthError('invalid_request', 'Too many parameters.');
  const names = new Set<string>();
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    // RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."
    if (names.has(name) && !REPEATABLE.has(name)) {
      // Its name goes to whoever sent it, not into our log: it may be a secret in the wrong place.
      const description = `The parameter ${printable(name)} comes more than once.`;
      throw new OAuthError('invalid_request', description, 'a parameter comes more than once');
    }
    names.add(name);
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
    if (value.includes('\0')) throw new OAuthError('invalid_request', 'A parameter has a NUL character.');
    if (value === '') continue;
    const known = form.get(name);
    form.set(name, known === undefined ? value : `${known} ${value}`);
  }
  return form;
}

/**
 * Parses the named parameters alone, whatever the others are like.
 * @throws OAuthError invalid_request where one of the named is malformed or comes more than once
 */
export function parseNamedParameters(text: string, names: readonly string[]): Form {
  const isNamed = (pair: string): boolean => {
    try {
      return names.includes(decode(pair.split('=', 1)[0] ?? ''));
    } catch {
      // None of the names needs encoding: what cannot be decoded is another one.
      return false;
    }
  };
  return parseForm(text.split('&').filter(isNamed).join('&'));
}

const printable = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);

/** The value of a parameter that must be there. @throws OAuthError invalid_request */
export function getParameter(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`);
  return value;
}
