import type { OwnAddress, OwnClaims } from '@gatehouse/dto';

type Profile = Readonly<Record<string, unknown>>;

const CLAIMS = ['given_name', 'family_name', 'phone_number', 'locale', 'zoneinfo', 'address'] as const;
const PARTS = ['street_address', 'postal_code', 'locality', 'region', 'country'] as const;

const isProfile = (value: unknown): value is Profile => typeof value === 'object' && value !== null;

/** Those of the names that say something. */
const pick = (from: object, names: readonly string[]): Profile =>
  Object.fromEntries(Object.entries(from).filter(([name, value]) => names.includes(name) && value != null));

const toAddress = (value: unknown): OwnAddress => pick(isProfile(value) ? value : {}, PARTS);

const isSame = (one: Profile, other: Profile): boolean => PARTS.every((name) => one[name] === other[name]);

/** What people say of themselves, of all that is known of them. */
export function readOwnClaims(profile: Profile): OwnClaims {
  const { address, ...claims } = pick(profile, CLAIMS);
  const parts = toAddress(address);
  return { ...claims, ...(Object.keys(parts).length > 0 && { address: parts }) };
}

/**
 * A profile with what its owner says now. What is not theirs to say stays: but nobody has made sure of a new telephone
 * number, and an address as on an envelope goes with the parts that it was made of.
 */
export function writeOwnClaims(before: Profile, own: OwnClaims): Profile {
  const kept = Object.entries(before).filter(([name]) => !(CLAIMS as readonly string[]).includes(name));
  const { phone_number_verified: isVerified, ...others } = Object.fromEntries(kept);
  const hasSameNumber = own.phone_number !== undefined && own.phone_number === before['phone_number'];
  const { address, ...claims } = pick(own, CLAIMS);
  const parts = toAddress(address);
  const hasSameAddress = isSame(parts as Profile, toAddress(before['address']) as Profile);
  const next = hasSameAddress ? before['address'] : Object.keys(parts).length > 0 ? parts : undefined;
  return {
    ...others,
    ...claims,
    ...(hasSameNumber && isVerified !== undefined && { phone_number_verified: isVerified }),
    ...(next !== undefined && { address: next }),
  };
}
