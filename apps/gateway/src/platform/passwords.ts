import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';

// OWASP's floor for argon2id: 19 MiB, two passes, one lane. It runs in the thread pool, off the event loop.
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

// One core is left to the event loop, and of the four threads of the pool one to file and DNS work.
export const AT_ONCE = Math.min(3, Math.max(1, availableParallelism() - 1));
const MAX_WAITING = 100;

let running = 0;
const waiting: (() => void)[] = [];

/** Too many people sign in at once: answer 503 and let them try again. */
export class PasswordsBusyError extends Error {
  constructor() {
    super('too many passwords are being checked at once');
    this.name = 'PasswordsBusyError';
  }
}

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new PasswordsBusyError();
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/**
 * Hashes a password with argon2id, in PHC string format.
 * @throws PasswordsBusyError when the queue is full
 */
export function hashPassword(password: string): Promise<string> {
  return queued(() => hash(password, ARGON2ID));
}

let decoy: Promise<string> | undefined;

/**
 * Checks a password. Where there is no hash (no such user, no password) the same work is done, so that the time tells
 * nothing.
 * @throws PasswordsBusyError when the queue is full
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('a password that nobody has', ARGON2ID);
  const against = passwordHash ?? (await decoy);
  const matches = await queued(() => verify(against, password));
  return matches && passwordHash !== null;
}

// Without characters that people confuse: 55^20 is about 115 bits.
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A random password of 20 characters that can be typed: groups of five with dashes. */
export function generatePassword(): string {
  const pick = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [pick(), pick(), pick(), pick()].join('-');
}
