import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsServerName } from './validators.js';

const MAX_PEM = 100_000;

/** How the gateway knows an upstream that it calls over TLS. What is left out is as if it were null, but for the key. */
export class UpstreamTlsInput {
  /** PEM: the only authorities whose certificates count; null: those that Node.js trusts. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PEM)
  caCertificates?: string | null;

  /** PEM: the certificate that the gateway shows, and what leads from it to its authority. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PEM)
  clientCertificate?: string | null;

  /** PEM, of the client certificate. Stored sealed, never answered; left out, the one that is there stays. */
  @IsOptional()
  @IsString()
  @Length(1, MAX_PEM)
  clientKey?: string;

  /** What the upstream's certificate must name; null: the host of the target. */
  @IsOptional()
  @IsString()
  @IsServerName()
  serverName?: string | null;
}

/** What can be read in a certificate. */
export interface CertificateDetail {
  readonly use: 'authority' | 'client';
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256, in hexadecimal. */
  readonly fingerprint: string;
}

export interface UpstreamTlsDetail {
  readonly caCertificates: string | null;
  readonly clientCertificate: string | null;
  readonly hasClientKey: boolean;
  readonly serverName: string | null;
  readonly certificates: readonly CertificateDetail[];
}
