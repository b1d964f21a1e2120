import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/*
 * Everything secret that has to be stored in clear is sealed under the master key: AES-256-GCM, as
 * key ID (8 bytes) ‖ nonce (12) ‖ tag (16) ‖ ciphertext. Values that were sealed before there were key IDs have the
 * last three alone and open still.
 *
 * The master key is replaced now and then: a column with sealed values is called sealed_..., is listed in SEALED_COLUMNS of
 * libs/persistence, and is sealed anew in the background. Whatever must outlive the master key is made at random and sealed, never derived from it.
 */

const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals under the current master key; opens what that one or a previous one has sealed. */
export interface Sealing {
  /** Names the current master key; tells nothing of it. 8 bytes. */
  readonly keyId: Buffer;
  /** The keys that are only opened with. */
  readonly previousKeyIds: readonly Buffer[];
  /**
   * @param context what the value is, for example `signing-key:<kid>`; opening it as anything else fails, so that rows
   *   cannot be swapped
   */
  seal(plain: Buffer, context: string): Buffer;
  /** @throws Error when no key of ours sealed it, the context is another one, or a byte was changed */
  open(sealed: Buffer, context: string): Buffer;
  /** False: it was sealed under a previous key, and has to be sealed anew before that one is taken away. */
  isCurrent(sealed: Buffer): boolean;
}

interface MasterKey {
  readonly id: Buffer;
  readonly bytes: Buffer;
}

const toMasterKey = (bytes: Buffer): MasterKey => ({
  id: createHmac('sha256', bytes).update('gatehouse master key id').digest().subarray(0, KEY_ID_BYTES),
  bytes,
});

/**
 * @param masterKey 32 bytes
 * @param previousKeys 32 bytes each
 */
export function createSealing(masterKey: Buffer, previousKeys: readonly Buffer[] = []): Sealing {
  const current = toMasterKey(masterKey);
  const previous = previousKeys.map(toMasterKey).filter(({ id }) => !id.equals(current.id));
  const keys = [current, ...previous];
  return {
    keyId: current.id,
    previousKeyIds: previous.map(({ id }) => id),
    seal: (plain, context) => Buffer.concat([current.id, encrypt(current.bytes, plain, context)]),
    open(sealed, context) {
      const key = keys.find(({ id }) => sealed.subarray(0, KEY_ID_BYTES).equals(id));
      if (key !== undefined) return decrypt(key.bytes, sealed.subarray(KEY_ID_BYTES), context);
      return openWithoutId(keys, sealed, context);
    },
    isCurrent: (sealed) => sealed.subarray(0, KEY_ID_BYTES).equals(current.id),
  };
}

/** A value from before there were key IDs: whichever key opens it, sealed it. */
function openWithoutId(keys: readonly MasterKey[], sealed: Buffer, context: string): Buffer {
  const errors: unknown[] = [];
  for (const { bytes } of keys) {
    try {
      return decrypt(bytes, sealed, context);
    } catch (error) {
      errors.push(error);
    }
  }
  throw new AggregateError(errors, 'sealed under a master key that this process does not have, or changed');
}

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
