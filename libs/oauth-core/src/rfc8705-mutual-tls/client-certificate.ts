import { createPublicKey, hash, type KeyObject, X509Certificate } from 'node:crypto';
import type { Client } from '../kernel/client.js';
import type { TlsClientName } from '../kernel/client-settings.js';
import type { ClientCertificate } from '../kernel/endpoint-request.js';
import { isSameName } from './distinguished-name.js';

const PREFIX: Readonly<Record<Exclude<TlsClientName['kind'], 'subject_dn'>, string>> = {
  san_dns: 'DNS:',
  san_uri: 'URI:',
  san_ip: 'IP Address:',
  san_email: 'email:',
};

/** The entries of a subject alternative name. Node quotes a value that could be taken for several. */
function listAlternativeNames(x509: X509Certificate): readonly string[] {
  return (
    (x509.subjectAltName ?? '')
      .match(/[A-Za-z ]+:(?:"(?:[^"\\]|\\.)*"|[^,]*)/g)
      ?.map((entry) => entry.trim()) ?? []
  );
}

/** RFC 8705 §2.1.2: the certificate carries the one registered name. */
function hasName(x509: X509Certificate, { kind, value }: TlsClientName): boolean {
  if (kind === 'subject_dn') return isSameName(value, x509.subject);
  // A quoted entry is none that we would have registered.
  return listAlternativeNames(x509).includes(PREFIX[kind] + value);
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

// Not KeyObject.equals(): of keys of two kinds it leaves an error in OpenSSL's queue, which is found by the next write to
// a TLS connection, and ends it without an answer.
const identify = (key: KeyObject): string =>
  hash('sha256', key.export({ type: 'spki', format: 'der' }), 'hex');

/** RFC 8705 §2.2: the certificates and keys that a client has registered for itself. */
function listRegisteredKeys(client: Client): readonly KeyObject[] {
  const certificates = client.certificates.flatMap((pem) => readCertificate(pem)?.publicKey ?? []);
  const keys = (client.jwks?.keys ?? []).flatMap((key) => {
    try {
      return [createPublicKey({ key, format: 'jwk' })];
    } catch {
      return [];
    }
  });
  return [...certificates, ...keys];
}

/**
 * RFC 8705 §2: why a certificate does not prove that a request comes from the client; undefined when it does. With
 * `tls_client_auth` an authority must have issued it with the registered name, with `self_signed_tls_client_auth` its key
 * must be a registered one.
 * @param now epoch milliseconds
 */
export function findCertificateProblem(
  client: Client,
  certificate: ClientCertificate | undefined,
  now: number,
): string | undefined {
  if (certificate === undefined) return 'no client certificate';
  const { x509, isChainTrusted } = certificate;
  if (Date.parse(x509.validFrom) > now || Date.parse(x509.validTo) < now) return 'client certificate expired';
  if (client.authenticationMethod === 'self_signed_tls_client_auth') {
    const shown = identify(x509.publicKey);
    const isRegistered = listRegisteredKeys(client).some((key) => identify(key) === shown);
    return isRegistered ? undefined : 'client certificate is not registered';
  }
  if (!isChainTrusted) return 'client certificate of an unknown authority';
  const isNamed = client.tlsClientName !== null && hasName(x509, client.tlsClientName);
  return isNamed ? undefined : 'client certificate without the registered name';
}

/** The clients that a certificate proves to be, whatever their state: more than one where several registered it. */
export type CertificateFinder = (certificate: ClientCertificate, now: number) => readonly Client[];

/** RFC 8705 §2: finds a client by its certificate alone, where no request names it. Made once for all clients. */
export function indexCertificates(clients: Iterable<Client>): CertificateFinder {
  const byKey = new Map<string, Client[]>();
  const byName: Client[] = [];
  for (const client of clients) {
    if (client.authenticationMethod === 'tls_client_auth') byName.push(client);
    if (client.authenticationMethod !== 'self_signed_tls_client_auth') continue;
    for (const id of new Set(listRegisteredKeys(client).map(identify)))
      byKey.set(id, [...(byKey.get(id) ?? []), client]);
  }
  return (certificate, now) =>
    [
      ...(byKey.get(identify(certificate.x509.publicKey)) ?? []),
      // Whom nobody vouches for has no name that counts.
      ...(certificate.isChainTrusted ? byName : []),
    ].filter((client) => findCertificateProblem(client, certificate, now) === undefined);
}
