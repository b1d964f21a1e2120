import { CompactEncrypt, compactDecrypt } from 'jose';

/** RFC 7518 §4.8: a key from a passphrase. */
const KEY_MANAGEMENT = 'PBES2-HS512+A256KW';
const ENCRYPTION = 'A256GCM';
const ITERATIONS = 600_000;
/** RFC 7518 §8.1: a hostile file must not keep this server busy. */
const MAX_ITERATIONS = 2_000_000;

const JWE = /^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether a file is encrypted: five parts (RFC 7516 §3.1), where JSON has a brace. */
export const isSealed = (text: string): boolean => JWE.test(text.trim());

/** RFC 7516 §3.1: a text that only the passphrase opens. */
export const sealFile = (text: string, passphrase: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: KEY_MANAGEMENT, enc: ENCRYPTION, cty: 'application/json' })
    .setKeyManagementParameters({ p2c: ITERATIONS })
    .encrypt(new TextEncoder().encode(passphrase.normalize('NFC')));

/** @returns undefined where the passphrase is wrong, or the file is no such file, or was changed */
export async function openFile(text: string, passphrase: string): Promise<string | undefined> {
  const key = new TextEncoder().encode(passphrase.normalize('NFC'));
  try {
    const { plaintext } = await compactDecrypt(text.trim(), key, {
      keyManagementAlgorithms: [KEY_MANAGEMENT],
      contentEncryptionAlgorithms: [ENCRYPTION],
      maxPBES2Count: MAX_ITERATIONS,
    });
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
  } catch {
    // Which of these it was is told to nobody.
    return undefined;
  }
}
