// RFC 8628 §6.1: no vowels, so that no words come out of it; no digits; and nothing that looks like something else.
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const USER_CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
const LONGEST_INPUT = 64;
/** The largest multiple of 20 that a byte can hold: above it, some letters would come more often. */
const FAIR_BELOW = 240;

/**
 * RFC 8628 §6.1: eight of twenty letters, 34.5 bits, evenly from 256 random bits. Undefined where the bits do not
 * suffice, which is rarer than a broken processor.
 * @param secret 256 random bits in base64url
 */
export function makeUserCode(secret: string): string | undefined {
  const fair = [...Buffer.from(secret, 'base64url')].filter((byte) => byte < FAIR_BELOW);
  if (fair.length < LENGTH) return undefined;
  return fair
    .slice(0, LENGTH)
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('');
}

/** RFC 8628 §6.1: as a person reads and types it, `WDJB-MJHT`. */
export const showUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/**
 * RFC 8628 §6.1: what a person typed, in capitals and without whatever they put between the letters. Undefined when
 * no code of ours looks like that.
 */
export function parseUserCode(text: string): string | undefined {
  if (text.length > LONGEST_INPUT) return undefined;
  const code = text.toUpperCase().replace(/[\s\p{P}]/gu, '');
  return USER_CODE.test(code) ? code : undefined;
}
