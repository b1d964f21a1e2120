import { OAuthError } from '../kernel/oauth-error.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { World } from '../ports/world.js';
import { verifyAssertionSignature } from '../rfc7523-jwt-assertions/assertion-signature.js';
import { type JsonObject, readText } from './metadata-reader.js';

export interface SoftwareStatementOptions {
  readonly currentDirectory: CurrentDirectory;
  readonly remoteKeys: RemoteKeys;
  readonly world: Pick<World, 'now'>;
}

/** What somebody who is trusted says of a client. */
export interface SoftwareStatement {
  readonly issuer: string;
  readonly metadata: JsonObject;
}

/** Claims of the JWT itself (RFC 7519 §4.1): they say nothing of the client. */
const OWN_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'software_statement',
]);
const MAX_LENGTH = 16_384;
const CLOCK_SKEW_SECONDS = 60;

const refuse = (description: string, reason = description): OAuthError =>
  new OAuthError('invalid_software_statement', description, reason);

function parseClaims(payload: Uint8Array): JsonObject {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload).toString());
  } catch {
    throw refuse('The payload of the software statement is not JSON.');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw refuse('The payload of the software statement is no object.');
  return claims as JsonObject;
}

function findIssuer(statement: string): string {
  const claims = parseClaims(Buffer.from(statement.split('.', 3)[1] ?? '', 'base64url'));
  const { iss } = claims;
  if (typeof iss !== 'string') throw refuse('The software statement has no iss: who says it?');
  return iss;
}

function checkTime({ exp, nbf }: JsonObject, now: number): void {
  const seconds = now / 1000;
  if (exp !== undefined && (typeof exp !== 'number' || exp + CLOCK_SKEW_SECONDS <= seconds))
    throw refuse('The software statement has expired.');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf - CLOCK_SKEW_SECONDS > seconds))
    throw refuse('The software statement does not count yet.');
}

/**
 * RFC 7591 §2.3: the software statement of a registration, if there is one, signed by a trusted issuer.
 * @param issuers whose statements count here
 * @throws OAuthError invalid_software_statement, unapproved_software_statement (RFC 7591 §3.2.2)
 */
export async function openSoftwareStatement(
  { currentDirectory, remoteKeys, world }: SoftwareStatementOptions,
  sent: JsonObject,
  issuers: readonly string[],
): Promise<SoftwareStatement | undefined> {
  const statement = readText(MAX_LENGTH)(sent, 'software_statement');
  if (statement === undefined) return undefined;
  const issuer = findIssuer(statement);
  const trusted = currentDirectory().findTrustedIssuer(issuer);
  if (!issuers.includes(issuer) || trusted?.isEnabled !== true)
    throw new OAuthError(
      'unapproved_software_statement',
      'Software statements of this issuer do not count here.',
      `software statement of ${issuer}`,
    );
  const payload = await verifyAssertionSignature(
    statement,
    trusted,
    ['jwt'],
    remoteKeys,
    world.now(),
    (_, reason) =>
      refuse('The signature of the software statement does not verify with the keys of its issuer.', reason),
  );
  const claims = parseClaims(payload);
  checkTime(claims, world.now());
  const metadata = Object.fromEntries(Object.entries(claims).filter(([name]) => !OWN_CLAIMS.has(name)));
  return { issuer, metadata };
}
