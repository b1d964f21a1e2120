import { hash } from 'node:crypto';
import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import type { Confirmation } from '../kernel/confirmation.js';
import type { ClientCertificate, EndpointRequest } from '../kernel/endpoint-request.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Dpop } from './dpop.js';
import { isSameAddress } from './address.js';
import type { ProvenRequest } from './proof.js';
import { refuseProof } from './proof-key.js';

/** What the access token of a token request is bound to. @throws OAuthError */
export type ConfirmationFinder = (
  client: Client,
  request: Pick<EndpointRequest, 'proofs' | 'certificate'>,
) => Confirmation | undefined | Promise<Confirmation>;

/** RFC 8705 §3.1: base64url of the SHA-256 of the certificate in DER. */
export const findCertificateThumbprint = ({ x509 }: ClientCertificate): string =>
  hash('sha256', x509.raw, 'base64url');

/**
 * RFC 9449 §5, RFC 8705 §3: what a request to an endpoint for clients proves to have.
 * @param addresses of the endpoint, as clients may write them
 */
export function createConfirmationFinder(dpop: Dpop, addresses: readonly string[]): ConfirmationFinder {
  const proven = { method: 'POST', isAddress: (htu: string) => isSameAddress(htu, addresses) };
  return (client, { proofs, certificate }) => {
    if (proofs.length > 0) {
      const { algorithms } = client.rules;
      return dpop.prove(proofs, { ...proven, algorithms }).then((jkt) => ({ jkt }));
    }
    if (client.dpopBoundAccessTokens)
      throw refuseProof('This client must send a DPoP proof with its token requests.');
    const mustBind = client.senderConstraint === 'required';
    if (!client.certificateBoundAccessTokens && !mustBind) return undefined;
    if (certificate === undefined && !client.certificateBoundAccessTokens)
      throw refuseProof(
        'Access tokens of this client are bound: send a DPoP proof, or fetch them with a client certificate.',
      );
    if (certificate === undefined)
      throw new OAuthError(
        'invalid_request',
        'This client must fetch its access tokens over mutual TLS: see mtls_endpoint_aliases in our metadata.',
      );
    return { 'x5t#S256': findCertificateThumbprint(certificate) };
  };
}

/** How an access token comes to a resource. */
export interface Presentation extends Omit<ProvenRequest, 'accessToken'> {
  readonly accessToken: string;
  readonly scheme: 'bearer' | 'dpop';
  /** Every DPoP header. */
  readonly proofs: readonly string[];
  readonly getCertificate: () => ClientCertificate | undefined;
}

const refuseToken = (description: string): OAuthError => new OAuthError('invalid_token', description);

/**
 * RFC 9449 §7, RFC 8705 §3: whether whoever sends an access token may use it. A promise only where there is a proof.
 * @throws OAuthError invalid_token, invalid_dpop_proof, use_dpop_nonce
 */
export function checkSender(
  dpop: Dpop,
  { details: { confirmation } }: AccessToken,
  presented: Presentation,
): undefined | Promise<void> {
  if (confirmation !== undefined && 'jkt' in confirmation) {
    // RFC 9449 §7.2: bound tokens "MUST NOT" be taken as bearer tokens.
    if (presented.scheme !== 'dpop')
      throw refuseToken(
        'This access token is bound to a key: send it after "DPoP ", with a proof in the header DPoP.',
      );
    return dpop.prove(presented.proofs, presented).then((thumbprint) => {
      if (thumbprint !== confirmation.jkt)
        throw refuseToken('This access token is bound to another key than that of the DPoP proof.');
    });
  }
  if (presented.scheme === 'dpop')
    throw refuseToken('This access token is not bound to a DPoP key: send it after "Bearer ".');
  if (confirmation === undefined) return undefined;
  const certificate = presented.getCertificate();
  if (certificate === undefined || findCertificateThumbprint(certificate) !== confirmation['x5t#S256'])
    throw refuseToken(
      'This access token is bound to a client certificate: call with the one that fetched it.',
    );
  return undefined;
}
