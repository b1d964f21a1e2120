import { randomBytes, randomUUID } from 'node:crypto';

/** Time and randomness: the two things that a test must be able to choose. */
export interface World {
  /** Epoch milliseconds. */
  now(): number;
  /** 256 random bits in base64url: a code, an access token, a refresh token. */
  randomSecret(): string;
  /** A random UUID: names things, protects nothing. */
  randomId(): string;
}

/** The world as it is. */
export const REAL_WORLD: World = {
  now: Date.now,
  randomSecret: () => randomBytes(32).toString('base64url'),
  randomId: randomUUID,
};
