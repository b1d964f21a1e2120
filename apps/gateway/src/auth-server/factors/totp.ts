import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

// What authenticator apps expect; several read nothing else out of the URI.
const ALGORITHM = 'SHA1';
const DIGITS = 6;
const PERIOD_SECONDS = 30;
// RFC 6238 §5.2: "We RECOMMEND that at most one time step is allowed as the network delay"; one for a clock ahead too.
const WINDOW = 1;
// RFC 4226 §4 R6: 160 bits are RECOMMENDED.
const SECRET_BYTES = 20;

/** A secret on its way into an authenticator app. */
export interface TotpSetup {
  /** Base32, for whoever cannot scan. */
  readonly text: string;
  /** `otpauth://`, for the QR code. */
  readonly uri: string;
}

export const makeTotpSecret = (): Buffer => randomBytes(SECRET_BYTES);

const toTotp = (secret: Buffer, labels: { readonly issuer?: string; readonly label?: string } = {}): TOTP =>
  new TOTP({
    ...labels,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: PERIOD_SECONDS,
  });

/**
 * @param issuer as the app shows it
 * @param username as the app shows it
 */
export function describeTotp(secret: Buffer, issuer: string, username: string): TotpSetup {
  const totp = toTotp(secret, { issuer, label: username });
  return { text: totp.secret.base32, uri: totp.toString() };
}

/** RFC 6238 §5.2: the time step whose code this is, around now; undefined when it is none. */
export function findTotpStep(secret: Buffer, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = toTotp(secret).validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** When no clock of ours takes the code of a step any more. Epoch milliseconds. */
export const findStepEnd = (step: number): number => (step + 1 + WINDOW) * PERIOD_SECONDS * 1000;
