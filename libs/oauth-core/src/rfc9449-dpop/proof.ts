import { hash } from 'node:crypto';
import { OAuthError } from '../kernel/oauth-error.js';
import type { World } from '../ports/world.js';
import type { DpopNonces } from './nonces.js';
import { type ProofKey, refuseProof } from './proof-key.js';

/** The request that a proof must have been made for. */
export interface ProvenRequest {
  readonly method: string;
  /** Whether `htu` is the address of the request; query and fragment are of no account (RFC 9449 §4.3). */
  readonly isAddress: (htu: string) => boolean;
  /** Undefined: no access token comes with it, as at the token endpoint. */
  readonly accessToken?: string;
  /** Those that the profile of the client takes; undefined: all. Nobody may forget to say it. */
  readonly algorithms: ReadonlySet<string> | undefined;
}

/** A proof that holds, if nobody used it before. */
export interface CheckedProof {
  readonly thumbprint: string;
  /** Unique: of the key and its `jti`. */
  readonly identifier: string;
  /** Until when it must be remembered; epoch milliseconds. */
  readonly expiresAt: number;
}

export interface ProofRules {
  readonly getKey: (encodedHeader: string) => ProofKey;
  readonly nonces: DpopNonces;
  readonly requiresNonce: boolean;
  readonly world: World;
}

/** A proof counts for this long, before and after the moment that it names. */
export const PROOF_SECONDS = 60;
const MAX_LENGTH = 8_192;
const MAX_ID_LENGTH = 256;

interface ProofClaims {
  readonly htm?: unknown;
  readonly htu?: unknown;
  readonly iat?: unknown;
  readonly jti?: unknown;
  readonly nonce?: unknown;
  readonly ath?: unknown;
}

function parseClaims(encoded: string): ProofClaims {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(encoded, 'base64url').toString());
  } catch {
    throw refuseProof('The payload of the DPoP proof is not JSON.');
  }
  if (typeof claims !== 'object' || claims === null)
    throw refuseProof('The payload of the DPoP proof is no object.');
  return claims;
}

/** @returns when it was made; epoch seconds */
function checkTime({ nonces, requiresNonce, world }: ProofRules, { iat, nonce }: ProofClaims): number {
  if (nonce === undefined ? requiresNonce : typeof nonce !== 'string' || !nonces.isFresh(nonce))
    throw new OAuthError(
      'use_dpop_nonce',
      'Make the DPoP proof anew, with the nonce of the header DPoP-Nonce.',
    );
  if (typeof iat !== 'number') throw refuseProof('iat of the DPoP proof must be a number: epoch seconds.');
  const age = world.now() / 1000 - iat;
  if (age > PROOF_SECONDS || age < -PROOF_SECONDS)
    throw refuseProof(
      'The DPoP proof is too old, or of the future: make one for each request, and check your clock.',
    );
  return iat;
}

function checkRequest({ htm, htu, ath }: ProofClaims, request: ProvenRequest): void {
  if (htm !== request.method)
    throw refuseProof(`htm of the DPoP proof must be ${request.method}, the method.`);
  if (typeof htu !== 'string' || !request.isAddress(htu))
    throw refuseProof('htu of the DPoP proof must be the address of the request, without query.');
  const { accessToken } = request;
  // RFC 9449 §4.3: with an access token, its hash; elsewhere it says nothing to us.
  if (accessToken !== undefined && ath !== hash('sha256', accessToken, 'base64url'))
    throw refuseProof('ath of the DPoP proof must be the SHA-256 of the access token, in base64url.');
}

/**
 * RFC 9449 §4.3: all that one proof shows by itself. That it was not used before (§11.1) is for the caller to claim.
 * @throws OAuthError invalid_dpop_proof, use_dpop_nonce
 */
export async function checkProof(
  rules: ProofRules,
  text: string,
  request: ProvenRequest,
): Promise<CheckedProof> {
  if (text.length > MAX_LENGTH) throw refuseProof('The DPoP proof is too long.');
  const headerEnd = text.indexOf('.');
  const payloadEnd = text.indexOf('.', headerEnd + 1);
  if (headerEnd === -1 || payloadEnd === -1)
    throw refuseProof('The DPoP header is not a JWT in compact form.');
  const key = rules.getKey(text.slice(0, headerEnd));
  if (request.algorithms?.has(key.algorithm) === false)
    throw refuseProof(
      `This client must sign its DPoP proofs with one of ${[...request.algorithms].join(', ')}.`,
    );
  const claims = parseClaims(text.slice(headerEnd + 1, payloadEnd));
  checkRequest(claims, request);
  const iat = checkTime(rules, claims);
  const { jti } = claims;
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_ID_LENGTH)
    throw refuseProof(
      `jti of the DPoP proof must be a text of at most ${MAX_ID_LENGTH} characters, new each time.`,
    );
  const signatureText = text.slice(payloadEnd + 1);
  const signature = Buffer.from(signatureText, 'base64url');
  // One proof has one text: else it could come again with another spelling.
  const isWhole = signature.toString('base64url') === signatureText;
  if (!isWhole || !(await key.isSignedBy(Buffer.from(text.slice(0, payloadEnd)), signature)))
    throw refuseProof('The signature of the DPoP proof does not verify with its jwk.');
  return {
    thumbprint: key.thumbprint,
    identifier: `${key.thumbprint} ${jti}`,
    expiresAt: (iat + PROOF_SECONDS) * 1000,
  };
}
