import { createHash } from 'node:crypto';
import { hashSecret, isSameHash, openUnderSecret, sealUnderSecret } from './secrets.js';

describe('hashSecret', () => {
  it('is the SHA-256 of the secret', () => {
    expect(hashSecret('a secret')).toEqual(createHash('sha256').update('a secret').digest());
  });
});

describe('isSameHash', () => {
  it('is true for equal hashes alone, and false for hashes of another length', () => {
    expect(isSameHash(hashSecret('a'), hashSecret('a'))).toBe(true);
    expect(isSameHash(hashSecret('a'), hashSecret('b'))).toBe(false);
    expect(isSameHash(hashSecret('a'), hashSecret('a').subarray(1))).toBe(false);
  });
});

describe('sealing under a secret', () => {
  it('gives the text back to the holder of the secret', () => {
    expect(openUnderSecret('refresh token', sealUnderSecret('refresh token', 'äöü'))).toBe('äöü');
  });

  it('gives nothing to the holder of another secret, nor to the holder of its hash', () => {
    const sealed = sealUnderSecret('refresh token', 'text');
    expect(() => openUnderSecret('another', sealed)).toThrow();
    expect(() => openUnderSecret(hashSecret('refresh token').toString('hex'), sealed)).toThrow();
  });

  it('refuses a changed byte anywhere: nonce, tag and text', () => {
    const sealed = sealUnderSecret('refresh token', 'text');
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => openUnderSecret('refresh token', changed)).toThrow();
    }
  });

  it('does not show that two texts are equal', () => {
    expect(sealUnderSecret('s', 'text').equals(sealUnderSecret('s', 'text'))).toBe(false);
  });
});
