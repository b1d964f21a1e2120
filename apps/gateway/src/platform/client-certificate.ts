import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '@gatehouse/oauth-core';
import { normalizeAddress } from './client-address.js';
import type { Env } from './env.js';

type Settings = Pick<Env, 'clientCaFile' | 'clientCertificateHeader' | 'trustedProxies'>;

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const DEEPEST_CHAIN = 5;

/** Every certificate of a PEM file; none where no file is named. @throws Error when it cannot be read */
export function readAuthorities(file: string): readonly X509Certificate[] {
  if (file === '') return [];
  return (readFileSync(file, 'utf8').match(PEM) ?? []).map((pem) => new X509Certificate(pem));
}

const countsAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  Date.parse(validFrom) <= now && now <= Date.parse(validTo);

/** Whether authorities of the file have issued a certificate: each link signed by the next, up to one that signed itself. */
export function isIssuedBy(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  now: number,
  depth = 0,
): boolean {
  if (depth > DEEPEST_CHAIN || !countsAt(certificate, now)) return false;
  return authorities.some((authority) => {
    const isIssuer =
      authority.ca &&
      countsAt(authority, now) &&
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey);
    if (!isIssuer) return false;
    const isRoot = authority.checkIssued(authority);
    return isRoot || isIssuedBy(authority, authorities, now, depth + 1);
  });
}

/** URL-encoded PEM (nginx `$ssl_client_escaped_cert`), or base64 DER between colons (RFC 9440 §2.1). */
function parseHeader(text: string): X509Certificate | undefined {
  try {
    const der = /^:([A-Za-z0-9+/=]+):$/.exec(text.trim())?.[1];
    return new X509Certificate(der === undefined ? decodeURIComponent(text) : Buffer.from(der, 'base64'));
  } catch {
    return undefined;
  }
}

function findDirect(socket: IncomingMessage['socket']): X509Certificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  return socket.getPeerX509Certificate();
}

/**
 * Finds the certificate of whoever sends a request: of its own TLS connection, or as a trusted proxy passes it on. The
 * header of anybody else is worth nothing (RFC 8705 §6.5, RFC 9440 §4).
 */
export function createCertificateReader(
  settings: Settings,
): (request: IncomingMessage) => ClientCertificate | undefined {
  const authorities = readAuthorities(settings.clientCaFile);
  const { clientCertificateHeader: header, trustedProxies } = settings;

  function findForwarded(request: IncomingMessage): X509Certificate | undefined {
    if (header === '') return undefined;
    const peer = normalizeAddress(request.socket.remoteAddress ?? '');
    const text = request.headers[header];
    return typeof text === 'string' && trustedProxies.includes(peer) ? parseHeader(text) : undefined;
  }

  return (request) => {
    const x509 = findForwarded(request) ?? findDirect(request.socket);
    if (x509 === undefined) return undefined;
    return { x509, isChainTrusted: isIssuedBy(x509, authorities, Date.now()) };
  };
}
