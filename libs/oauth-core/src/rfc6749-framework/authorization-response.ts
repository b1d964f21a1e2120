import type { OAuthError } from '../kernel/oauth-error.js';

/** Where an answer of the authorization endpoint goes. */
export interface ResponseTarget {
  readonly redirectUri: string;
  readonly state: string | null | undefined;
}

function build(issuer: string, target: ResponseTarget, parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(parameters);
  if (typeof target.state === 'string') query.set('state', target.state);
  // RFC 9207 §2: on success and on error
  query.set('iss', issuer);
  // RFC 6749 §3.1.2: a query component of the redirect URI is kept.
  const separator = target.redirectUri.includes('?') ? '&' : '?';
  return `${target.redirectUri}${separator}${query.toString()}`;
}

/** RFC 6749 §4.1.2: the address that carries the code. */
export function buildCodeResponse(issuer: string, target: ResponseTarget, code: string): string {
  return build(issuer, target, { code });
}

/** RFC 6749 §4.1.2.1: the address that carries a refusal. */
export function buildErrorResponse(issuer: string, target: ResponseTarget, error: OAuthError): string {
  return build(issuer, target, { error: error.code, error_description: error.description });
}
