import type { AttemptBudget } from '@gatehouse/persistence';
import ipaddr from 'ipaddr.js';

/** Who tries, as far as we can tell. */
export interface Guesser {
  readonly address: string;
  /** The browser, where the user has signed in with it before. */
  readonly device: string | undefined;
}

/**
 * Budgets to take one attempt of each from, in this order. The narrow ones come first: one address that has spent its
 * own takes nothing from what all strangers have together.
 */
export type Budgets = readonly AttemptBudget[];

const ADDRESS = { atOnce: 100, refillSeconds: 10 };
const PAIR = { atOnce: 5, refillSeconds: 30 };
const STRANGERS = { atOnce: 30, refillSeconds: 120 };
const DEVICE = { atOnce: 10, refillSeconds: 60 };

/** Guesses at a password: of a known browser out of its own budget, of everybody else out of what strangers have. */
export function listPasswordBudgets(
  username: string,
  { address, device }: Guesser,
): { readonly own: Budgets; readonly strangers: Budgets } {
  const name = username.toLowerCase();
  const network = findNetwork(address);
  return {
    own: device === undefined ? [] : [{ key: `password device ${device}`, ...DEVICE }],
    strangers: [
      { key: `password address ${network}`, ...ADDRESS },
      { key: `password address ${network} name ${name}`, ...PAIR },
      { key: `password name ${name}`, ...STRANGERS },
    ],
  };
}

// A code is one of a million and three of them count at a time: ten at once and 288 a day are guessed in ten years.
const CODES = { atOnce: 10, refillSeconds: 300 };

/** Guesses at a second factor's codes, by whoever has given the password already. */
export const listCodeBudgets = (
  userId: string,
  { device }: Guesser,
): { readonly own: Budgets; readonly strangers: Budgets } => ({
  own: device === undefined ? [] : [{ key: `code device ${device}`, ...CODES }],
  strangers: [{ key: `code user ${userId}`, ...CODES }],
});

/** Five codes for one interaction, and no more while it lives. */
export const findInteractionBudget = (interactionId: string, lifetimeSeconds: number): AttemptBudget => ({
  key: `code interaction ${interactionId}`,
  atOnce: 5,
  refillSeconds: lifetimeSeconds,
});

/** Guesses at the user codes of devices (RFC 8628 §5.1), of which one place has five at once and 120 an hour. */
export const findUserCodeBudget = (address: string): AttemptBudget => ({
  key: `user-code address ${findNetwork(address)}`,
  atOnce: 5,
  refillSeconds: 30,
});

/** Wrong user codes of everybody together, before each place has one at once. */
export const USER_CODE_SPACE: AttemptBudget = { key: 'user-code', atOnce: 300, refillSeconds: 2 };

const IPV6_HOST_BYTES = 8;

/** An IPv6 subscriber has a whole /64 (RFC 6177): all of it is one. */
function findNetwork(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return Buffer.from(
    ipaddr.IPv6.parse(address.replace(/%.*/, '')).toByteArray().slice(0, IPV6_HOST_BYTES),
  ).toString('hex');
}
