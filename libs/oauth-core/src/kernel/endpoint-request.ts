import type { X509Certificate } from 'node:crypto';

/** A certificate that the other side of a TLS connection has proved to hold (RFC 8705 §2). */
export interface ClientCertificate {
  readonly x509: X509Certificate;
  /** Whether a certification authority that this deployment trusts for clients issued it, and it counts now. */
  readonly isChainTrusted: boolean;
}

/** What an endpoint for clients is given of a request. */
export interface EndpointRequest {
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** `application/x-www-form-urlencoded`. */
  readonly body: string;
  /** The Accept header. */
  readonly accept: string | undefined;
  /** IP address of whoever sends it: guessing is slowed by it. */
  readonly address: string;
  readonly certificate: ClientCertificate | undefined;
  /** Every DPoP header, where its endpoint is asked (RFC 9449 §4.1). */
  readonly proofs: readonly string[];
}
