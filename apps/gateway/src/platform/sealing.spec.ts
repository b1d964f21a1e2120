import { randomBytes } from 'node:crypto';
import { open, seal } from './sealing.js';

const key = randomBytes(32);
const sealed = seal(key, Buffer.from('private'), 'signing-key:1');

describe('sealing under the master key', () => {
  it('gives back what was sealed', () => {
    expect(open(key, sealed, 'signing-key:1').toString()).toBe('private');
  });

  it('shows neither the text nor that two texts are equal', () => {
    expect(sealed.includes('private')).toBe(false);
    expect(seal(key, Buffer.from('private'), 'signing-key:1').equals(sealed)).toBe(false);
  });

  it('opens under no other key', () => {
    expect(() => open(randomBytes(32), sealed, 'signing-key:1')).toThrow();
  });

  it('opens as nothing else than it was sealed as: rows cannot be swapped', () => {
    expect(() => open(key, sealed, 'signing-key:2')).toThrow();
  });

  it('does not open with any byte changed', () => {
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => open(key, changed, 'signing-key:1')).toThrow();
    }
  });

  it.each([0, 12, 20, 27])('does not open when only %i bytes are left', (length) => {
    expect(() => open(key, sealed.subarray(0, length), 'signing-key:1')).toThrow();
  });
});
