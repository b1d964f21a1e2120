import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Caller } from './caller.js';

/** A key of an application, for callers that cannot do OAuth. Part of the snapshot, immutable. */
export interface ApiKey {
  readonly id: string;
  readonly applicationId: string;
  readonly name: string;
  readonly isEnabled: boolean;
  /** Epoch milliseconds; null: no end. */
  readonly expiresAt: number | null;
  /** Where a browser that uses it must have its page from; empty: it need not be a browser. */
  readonly origins: ReadonlySet<string>;
  readonly scopes: ReadonlySet<string>;
}

/** A new API key, to be shown once. */
export interface NewApiKey {
  /** `ghk_<12 hex digits>_<56 hex digits>`: the prefix and the checksum at its end let scanners find one that leaked. */
  readonly text: string;
  /** Its beginning, by which people tell one from another; not a secret. */
  readonly hint: string;
}

const SHAPE = /^ghk_[0-9a-f]{12}_[0-9a-f]{56}$/;
const CHECKSUM_DIGITS = 8;
const SECRET_BYTES = 24;

const checksumOf = (text: string): string => crc32(text).toString(16).padStart(CHECKSUM_DIGITS, '0');

/** An API key with 192 random bits. */
export function makeApiKey(): NewApiKey {
  const hint = `ghk_${randomBytes(6).toString('hex')}`;
  const text = `${hint}_${randomBytes(SECRET_BYTES).toString('hex')}`;
  return { text: text + checksumOf(text), hint };
}

/** Whether a text could be an API key of ours: no look-up for what was cut off, or is something else. */
export const isApiKeyText = (text: string): boolean =>
  SHAPE.test(text) && text.endsWith(checksumOf(text.slice(0, -CHECKSUM_DIGITS)));

/** What API keys are looked up by: SHA-256 in base64url. Enough for a secret of 192 random bits. */
export const hashApiKey = (text: string): string => hash('sha256', text, 'base64url');

/** Why an API key counts no more, for its holder; undefined when it does. @param now epoch milliseconds */
export function findApiKeyProblem(
  { isEnabled, expiresAt }: ApiKey,
  isApplicationEnabled: boolean,
  now: number,
): string | undefined {
  if (!isEnabled) return 'The API key is disabled.';
  if (expiresAt !== null && expiresAt <= now) return 'The API key has expired.';
  return isApplicationEnabled ? undefined : 'The application of the API key is disabled.';
}

/** The application that an API key speaks for. */
export const toApiKeyCaller = (key: ApiKey): Caller => ({
  credential: 'api-key',
  credentialId: key.id,
  applicationId: key.applicationId,
  clientId: null,
  userId: null,
  scopes: key.scopes,
  expiresAt: key.expiresAt === null ? null : Math.floor(key.expiresAt / 1000),
  accessToken: null,
  outside: null,
});
