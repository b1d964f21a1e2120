import { CompactEncrypt, decodeProtectedHeader } from 'jose';
import { isSealed, openFile, sealFile } from './sealed-file.js';

const PASSPHRASE = 'a long enough passphrase';
const key = new TextEncoder().encode(PASSPHRASE);

it('a sealed file is opened by its passphrase alone, and only unchanged', async () => {
  const sealed = await sealFile('{"secret":true}', PASSPHRASE);
  expect(isSealed(sealed)).toBe(true);
  expect(sealed).not.toContain('secret');
  expect(decodeProtectedHeader(sealed)).toMatchObject({
    alg: 'PBES2-HS512+A256KW',
    enc: 'A256GCM',
    p2c: 600_000,
  });
  expect(await openFile(` ${sealed}\n`, PASSPHRASE)).toBe('{"secret":true}');
  expect(await openFile(sealed, `${PASSPHRASE}!`)).toBeUndefined();
  // Not the last character: some of its bits mean nothing.
  const tagAt = sealed.lastIndexOf('.') + 1;
  const tampered = sealed.slice(0, tagAt) + (sealed[tagAt] === 'A' ? 'B' : 'A') + sealed.slice(tagAt + 1);
  expect(await openFile(tampered, PASSPHRASE)).toBeUndefined();
});

it('a file that would keep the server busy is not opened (RFC 7518 §8.1)', async () => {
  const sealed = await new CompactEncrypt(new TextEncoder().encode('{}'))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: 1000 })
    .encrypt(key);
  expect(await openFile(sealed, PASSPHRASE)).toBe('{}');
  const [head = '', ...rest] = sealed.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
  const costly = Buffer.from(JSON.stringify({ ...header, p2c: 2_000_000_000 })).toString('base64url');
  // Two billion rounds would take a quarter of an hour.
  expect(await openFile([costly, ...rest].join('.'), PASSPHRASE)).toBeUndefined();
});

it.each(['A256KW', 'dir', 'PBES2-HS256+A128KW'])('a file under %s is none of ours', async (alg) => {
  const sealed = await new CompactEncrypt(new TextEncoder().encode('{}'))
    .setProtectedHeader({ alg, enc: 'A256GCM' })
    .encrypt(new Uint8Array(32));
  expect(await openFile(sealed, PASSPHRASE)).toBeUndefined();
});

it('JSON is not taken for a sealed file', () => {
  expect(isSealed('{"a":"b.c.d.e.f"}')).toBe(false);
  expect(isSealed('a.b.c.d')).toBe(false);
});
