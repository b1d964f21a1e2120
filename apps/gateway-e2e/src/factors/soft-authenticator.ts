import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/*
 * An authenticator in a few lines, for what a real one refuses to do. That ours is like a real one is shown by the
 * browser's own, in apps/admin-console-e2e.
 */

/** What to do other than an honest authenticator and browser would. */
export interface Mischief {
  readonly challenge?: string;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly isUserVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly credentialId?: string;
  /** Signed by another key. */
  readonly isForged?: boolean;
}

export interface SoftAuthenticator {
  readonly credentialId: string;
  /** `navigator.credentials.create()`. */
  create(options: CreationOptions, mischief?: Mischief): object;
  /** `navigator.credentials.get()`. Counts up. */
  get(options: { readonly challenge: string }, mischief?: Mischief): object;
}

export interface CreationOptions {
  readonly challenge: string;
  readonly user: { readonly id: string };
}

const [USER_PRESENT, USER_VERIFIED, HAS_CREDENTIAL] = [0x01, 0x04, 0x40];
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const makeKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export function createSoftAuthenticator(origin: string): SoftAuthenticator {
  const { publicKey, privateKey } = makeKeys();
  const id = randomBytes(16);
  const credentialId = id.toString('base64url');
  let counter = 0;
  let userHandle = '';

  function writeClientData(type: string, challenge: string, mischief: Mischief): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: mischief.type ?? type,
        challenge: mischief.challenge ?? challenge,
        origin: mischief.origin ?? origin,
        crossOrigin: false,
      }),
    );
  }

  function writeAuthenticatorData(mischief: Mischief, credential?: Buffer): Buffer {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(mischief.counter ?? counter);
    const verified = mischief.isUserVerified === false ? 0 : USER_VERIFIED;
    const flags = USER_PRESENT | verified | (credential === undefined ? 0 : HAS_CREDENTIAL);
    const rpIdHash = sha256(mischief.rpId ?? new URL(origin).hostname);
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count, credential ?? Buffer.alloc(0)]);
  }

  function writeCredential(): Buffer {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    return Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
  }

  const wrap = (response: object, mischief: Mischief): object => ({
    id: mischief.credentialId ?? credentialId,
    rawId: mischief.credentialId ?? credentialId,
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });

  return {
    credentialId,
    create(options, mischief = {}) {
      userHandle = options.user.id;
      const authData = Uint8Array.from(writeAuthenticatorData(mischief, writeCredential()));
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]);
      return wrap(
        {
          clientDataJSON: writeClientData('webauthn.create', options.challenge, mischief).toString(
            'base64url',
          ),
          attestationObject: Buffer.from(
            isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]),
          ).toString('base64url'),
          transports: ['internal'],
        },
        mischief,
      );
    },
    get(options, mischief = {}) {
      const clientData = writeClientData('webauthn.get', options.challenge, mischief);
      const authData = writeAuthenticatorData(mischief);
      const signed = Buffer.concat([authData, sha256(clientData)]);
      const key = mischief.isForged === true ? makeKeys().privateKey : privateKey;
      const handle = mischief.userHandle === undefined ? userHandle : mischief.userHandle;
      return wrap(
        {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, key).toString('base64url'),
          ...(handle !== null && { userHandle: handle }),
        },
        mischief,
      );
    },
  };
}
