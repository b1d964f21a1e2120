import { randomInt } from 'node:crypto';
import { hashSecret } from '@gatehouse/oauth-core';

const COUNT = 10;
const GROUPS = 4;
const GROUP_LENGTH = 4;
// Crockford's base 32: no I, L, O, U. 16 of them are 80 random bits: a stolen hash is not guessed back.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const pick = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Codes to keep on paper, as `XXXX-XXXX-XXXX-XXXX`. */
export const makeRecoveryCodes = (): readonly string[] =>
  Array.from({ length: COUNT }, () => Array.from({ length: GROUPS }, () => pick(GROUP_LENGTH)).join('-'));

/** However it was typed: case, dashes and blanks do not matter, nor letters that look like digits. */
export const hashRecoveryCode = (typed: string): Buffer =>
  hashSecret(
    typed
      .toUpperCase()
      .replaceAll(/[^0-9A-Z]/g, '')
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1'),
  );
