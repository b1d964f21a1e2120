import type { RuleProblem } from './rule-problems.js';

/** Sent in a header of their own; never in the address, which ends up in logs. */
export interface ApiKeyPolicy {
  /** For example `X-API-Key`. */
  readonly header: string;
}

/** What an API accepts as proof of who calls. */
export interface CredentialPolicy {
  /** Of this authorization server. */
  readonly accessTokens: boolean;
  /** Null: none. */
  readonly apiKeys: ApiKeyPolicy | null;
  /** RFC 8705: of clients that are registered with one. */
  readonly clientCertificates: boolean;
}

export const DEFAULT_API_KEY_HEADER = 'X-API-Key';

// What means something to HTTP itself, to the gateway or to the browser.
const TAKEN =
  /^(?:accept|access-control|authorization$|cache-control$|connection$|content|cookie$|date$|expect$|forwarded$|host$|if-|keep-alive$|link$|origin$|proxy|range$|referer$|sec-|te$|trailer$|transfer-encoding$|upgrade|user-agent$|vary$|via$|x-forwarded|x-gatehouse|x-http|x-method|x-original|x-real-ip$|x-request-id$|x-rewrite)/i;
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/** Why API keys cannot be sent in a header of this name; undefined when they can. */
export function findKeyHeaderProblem(name: string): RuleProblem | undefined {
  if (!NAME.test(name)) return { code: 'key-header-malformed' };
  return TAKEN.test(name) ? { code: 'key-header-taken' } : undefined;
}
