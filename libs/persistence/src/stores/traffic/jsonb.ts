// Of JSON.stringify: a backslash and what it escapes. NUL and halves of surrogate pairs are always escaped.
const ESCAPE = /\\(?:u0000|ud[89a-f][\da-f]{2}|.)/g;
const UNSTORABLE_LENGTH = '\\u0000'.length;

/**
 * JSON as PostgreSQL takes it. What others send can have characters that it refuses, and the whole statement with them:
 * U+0000, and halves of surrogate pairs (RFC 8259 §8.2). They become U+FFFD.
 */
export const toJsonb = (value: unknown): string =>
  JSON.stringify(value).replace(ESCAPE, (escape) =>
    escape.length === UNSTORABLE_LENGTH ? '\uFFFD' : escape,
  );
