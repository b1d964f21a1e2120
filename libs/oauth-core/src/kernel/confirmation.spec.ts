import { isProven } from './confirmation.js';

const KEY = { jkt: 'a' };
const CERTIFICATE = { 'x5t#S256': 'a' };

it.each([
  ['nothing is asked', undefined, undefined, true],
  ['the key', KEY, KEY, true],
  ['the certificate', CERTIFICATE, { ...CERTIFICATE }, true],
  ['no certificate', CERTIFICATE, undefined, false],
  ['another certificate', CERTIFICATE, { 'x5t#S256': 'b' }, false],
  ['a key of the same thumbprint', CERTIFICATE, KEY, false],
])(
  'what a token is bound to is proved by that alone: %s (RFC 8705 §4, RFC 9449 §5)',
  (_, needed, proven, isEnough) => expect(isProven(needed, proven)).toBe(isEnough),
);
