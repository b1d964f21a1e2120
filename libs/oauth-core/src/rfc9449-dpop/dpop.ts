import type { World } from '../ports/world.js';
import type { DpopNonces } from './nonces.js';
import { checkProof, type ProofRules, type ProvenRequest } from './proof.js';
import { createProofKeys, refuseProof } from './proof-key.js';

export interface DpopOptions {
  readonly nonces: DpopNonces;
  readonly requiresNonce: boolean;
  /** False: this proof was used before, here or at another node. Rejects where nobody can say. */
  readonly claim: (identifier: string, expiresAt: number) => Promise<boolean>;
  readonly world: World;
}

/** RFC 9449: what the proofs that come with requests show. */
export interface Dpop {
  readonly nonces: DpopNonces;
  /**
   * The thumbprint of the key that a request proves to have.
   * @param proofs every DPoP header of the request
   * @throws OAuthError invalid_dpop_proof, use_dpop_nonce
   */
  prove(proofs: readonly string[], request: ProvenRequest): Promise<string>;
}

const REMEMBERED_KEYS = 5_000;

export function createDpop({ nonces, requiresNonce, claim, world }: DpopOptions): Dpop {
  const rules: ProofRules = { getKey: createProofKeys(REMEMBERED_KEYS), nonces, requiresNonce, world };
  return {
    nonces,
    async prove(proofs, request) {
      const [proof, another] = proofs;
      if (proof === undefined)
        throw refuseProof('The header DPoP is missing: send a proof with every request.');
      // RFC 9449 §4.3: "there is not more than one DPoP HTTP request header field"
      if (another !== undefined) throw refuseProof('The header DPoP comes more than once.');
      const { thumbprint, identifier, expiresAt } = await checkProof(rules, proof, request);
      if (await claim(identifier, expiresAt)) return thumbprint;
      throw refuseProof('This DPoP proof was used before: make one for each request.', 'proof used again');
    },
  };
}
