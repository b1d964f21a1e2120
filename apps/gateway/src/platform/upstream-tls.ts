import type { UpstreamTls } from '@gatehouse/gateway-core';
import { SEALED_AS } from '@gatehouse/persistence';
import { buildConnector } from 'undici';
import type { Sealing } from './sealing.js';

/** How one API's targets are known over TLS, with the key in clear. */
export interface OpenUpstreamTls extends UpstreamTls {
  /** PEM. */
  readonly clientKey: string | null;
}

/** The columns of an API that are about TLS. */
export interface SealedUpstreamTls {
  readonly id: string;
  readonly tls: UpstreamTls | null;
  readonly sealedClientKey: Buffer | null;
}

export const sealClientKey = (sealing: Sealing, apiId: string, pem: string): Buffer =>
  sealing.seal(Buffer.from(pem), SEALED_AS.upstreamClientKey(apiId));

/** @throws Error when no key of ours sealed it */
export function openUpstreamTls(
  sealing: Pick<Sealing, 'open'>,
  { id, tls, sealedClientKey }: SealedUpstreamTls,
): OpenUpstreamTls | null {
  if (tls === null) return null;
  const clientKey =
    sealedClientKey === null
      ? null
      : sealing.open(sealedClientKey, SEALED_AS.upstreamClientKey(id)).toString();
  return { ...tls, clientKey };
}

/** Opens connections to upstreams. Whatever the environment says, certificates are verified. */
export function createUpstreamConnector(
  tls: OpenUpstreamTls | null,
  timeoutMs: number,
): buildConnector.connector {
  const { caCertificates = null, clientCertificate = null, clientKey = null, serverName = null } = tls ?? {};
  const connect = buildConnector({
    timeout: timeoutMs,
    rejectUnauthorized: true,
    ...(caCertificates !== null && { ca: caCertificates }),
    ...(clientCertificate !== null && { cert: clientCertificate }),
    ...(clientKey !== null && { key: clientKey }),
  });
  if (serverName === null) return connect;
  // undici would ask for the name in the Host header.
  return (options, callback) => connect({ ...options, servername: serverName }, callback);
}

const NOT_VERIFIED =
  /^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;
const REFUSED_BY_UPSTREAM = /^ERR_SSL_\w*_ALERT_/;
const NO_TLS = /^(ERR_SSL_|ERR_TLS_|EPROTO)/;

/** What went wrong between the gateway and an upstream before anything was said over TLS. */
export type TlsFailure = 'upstream-not-verified' | 'gateway-refused' | 'no-tls';

/** @param code of the error with which connecting failed */
export function findTlsFailure(code: string): TlsFailure | undefined {
  if (NOT_VERIFIED.test(code)) return 'upstream-not-verified';
  if (REFUSED_BY_UPSTREAM.test(code)) return 'gateway-refused';
  return NO_TLS.test(code) ? 'no-tls' : undefined;
}
