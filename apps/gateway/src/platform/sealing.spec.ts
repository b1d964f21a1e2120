import { createCipheriv, randomBytes } from 'node:crypto';
import { createSealing } from './sealing.js';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const before = createSealing(oldKey);
const sealed = before.seal(Buffer.from('private'), 'signing-key:1');

/** As the first release sealed: no key ID. */
function sealWithoutId(key: Buffer, text: string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

describe('sealing under the master key', () => {
  it('gives back what was sealed', () => {
    expect(before.open(sealed, 'signing-key:1').toString()).toBe('private');
  });

  it('shows neither the text nor that two texts are equal', () => {
    expect(sealed.includes('private')).toBe(false);
    expect(before.seal(Buffer.from('private'), 'signing-key:1').equals(sealed)).toBe(false);
  });

  it('opens under no other key', () => {
    expect(() => createSealing(newKey).open(sealed, 'signing-key:1')).toThrow();
  });

  it('opens as nothing else than it was sealed as: rows cannot be swapped', () => {
    expect(() => before.open(sealed, 'signing-key:2')).toThrow();
  });

  it('does not open with any byte changed, the key ID included', () => {
    const both = createSealing(newKey, [oldKey]);
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => both.open(changed, 'signing-key:1')).toThrow();
    }
    const renamed = Buffer.concat([both.keyId, sealed.subarray(8)]);
    expect(() => both.open(renamed, 'signing-key:1')).toThrow();
  });

  it.each([0, 7, 8, 12, 20, 27, 35])('does not open when only %i bytes are left', (length) => {
    expect(() => before.open(sealed.subarray(0, length), 'signing-key:1')).toThrow();
  });
});

describe('when the master key is replaced', () => {
  const after = createSealing(newKey, [oldKey]);

  it('what the previous one sealed opens, and is known to be due', () => {
    expect(after.open(sealed, 'signing-key:1').toString()).toBe('private');
    expect(after.isCurrent(sealed)).toBe(false);
  });

  it('everything is sealed under the new one from then on, which alone is enough to open it', () => {
    const renewed = after.seal(after.open(sealed, 'signing-key:1'), 'signing-key:1');
    expect(after.isCurrent(renewed)).toBe(true);
    expect(createSealing(newKey).open(renewed, 'signing-key:1').toString()).toBe('private');
    expect(() => before.open(renewed, 'signing-key:1')).toThrow();
  });

  it.each([oldKey, newKey])('what was sealed before there were key IDs opens, and is due', (key) => {
    const first = sealWithoutId(key, 'private', 'signing-key:1');
    expect(after.open(first, 'signing-key:1').toString()).toBe('private');
    expect(after.isCurrent(first)).toBe(false);
    expect(() => after.open(first, 'signing-key:2')).toThrow(/master key/);
  });

  it('a key that is both current and previous is current', () => {
    const same = createSealing(oldKey, [oldKey]);
    expect(same.previousKeyIds).toEqual([]);
    expect(same.isCurrent(sealed)).toBe(true);
  });

  it('the ID of a key tells nothing of the key', () => {
    expect(oldKey.includes(before.keyId)).toBe(false);
    expect(before.keyId).toHaveLength(8);
  });
});
