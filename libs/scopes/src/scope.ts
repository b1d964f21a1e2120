import type { ScopeIcon, ScopeSensitivity } from './scope-looks.js';
import type { ScopeTexts, ScopeWords } from './scope-texts.js';

/** A scope that an API behind the gateway asks for, with what an end user sees of it on the consent page. */
export interface ScopeDefinition extends ScopeWords {
  /** scope-token, RFC 6749 §3.3, for example `photos`. */
  readonly name: string;
  readonly texts: ScopeTexts;
  readonly icon: ScopeIcon;
  readonly sensitivity: ScopeSensitivity;
}

// RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;

/** Whether `name` can be a scope: printable ASCII without space, quote and backslash, 1 to 128 characters. */
export function isScopeName(name: string): boolean {
  return SCOPE_TOKEN.test(name);
}

/**
 * Parses a `scope` parameter. Only spaces separate scopes (RFC 6749 §3.3); a scope named twice counts once.
 * @returns the scopes in the order given, or undefined when one of them is not a scope-token
 */
export function parseScope(value: string): readonly string[] | undefined {
  const names = new Set<string>();
  for (const name of value.split(' ')) {
    if (name === '') continue;
    if (!isScopeName(name)) return undefined;
    names.add(name);
  }
  return [...names];
}

/** The wire form of a list of scopes: separated by single spaces. */
export function formatScope(scopes: Iterable<string>): string {
  return [...scopes].join(' ');
}
