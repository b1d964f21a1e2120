import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateDetail, UpstreamTlsDetail } from '@gatehouse/dto';
import type { UpstreamTls } from '@gatehouse/gateway-core';
import type { FieldProblem } from '../platform/validation.js';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** @returns a sentence where one of them cannot be read, or there is none */
export function readCertificates(pem: string): readonly X509Certificate[] | string {
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0)
    return 'There is no certificate in PEM here: it begins with -----BEGIN CERTIFICATE-----.';
  if (pem.includes('PRIVATE KEY-----'))
    return 'There is a private key among the certificates: it has a field of its own.';
  const read: X509Certificate[] = [];
  for (const [index, block] of blocks.entries()) {
    try {
      read.push(new X509Certificate(block));
    } catch {
      return `Certificate ${index + 1} cannot be read; it may have been cut off.`;
    }
  }
  return read;
}

function readKey(pem: string): KeyObject | string {
  if (pem.includes('ENCRYPTED'))
    return 'The private key has a pass phrase: give it without one. It is stored sealed.';
  try {
    return createPrivateKey(pem);
  } catch {
    return 'It is not a private key in PEM: it begins with -----BEGIN PRIVATE KEY-----.';
  }
}

const day = (date: string): string => new Date(date).toISOString().slice(0, 10);

/** What an operator says of TLS, with the key that was there before where none is said. */
export interface GivenTls extends UpstreamTls {
  readonly clientKey: string | null;
}

/**
 * What would be refused.
 * @param isNewKey the key was given with this change: an expired certificate that was there before is told, not refused
 */
export function listTlsErrors(tls: GivenTls, isNewKey: boolean, now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const tell = (field: string, message: string): void =>
    void problems.push({ field: `tls.${field}`, message });
  const authorities = tls.caCertificates === null ? [] : readCertificates(tls.caCertificates);
  if (typeof authorities === 'string') tell('caCertificates', authorities);
  if (tls.clientCertificate === null) {
    if (isNewKey) tell('clientKey', 'A key alone shows nobody who we are: give the certificate too.');
    return problems;
  }
  const chain = readCertificates(tls.clientCertificate);
  if (typeof chain === 'string') {
    tell('clientCertificate', chain);
    return problems;
  }
  const [own] = chain;
  if (isNewKey && own !== undefined && new Date(own.validTo) < now)
    tell('clientCertificate', `The certificate has expired on ${day(own.validTo)}.`);
  if (tls.clientKey === null) {
    tell('clientKey', 'A certificate is shown with its private key: enter it.');
    return problems;
  }
  const key = readKey(tls.clientKey);
  if (typeof key === 'string') tell('clientKey', key);
  else if (own?.checkPrivateKey(key) === false)
    tell(
      'clientKey',
      'The private key is not the one of the certificate; of a chain, the own certificate comes first.',
    );
  return problems;
}

const WARN_DAYS = 30;
const DAY_MS = 86_400_000;

function findAgeWarning(certificate: X509Certificate, now: Date): string | undefined {
  const { subject, validFrom, validTo } = certificate;
  const name = `"${subject.replaceAll('\n', ', ')}"`;
  if (new Date(validTo) < now) return `The certificate ${name} has expired on ${day(validTo)}.`;
  if (new Date(validFrom) > now) return `The certificate ${name} is not valid before ${day(validFrom)}.`;
  const days = Math.floor((new Date(validTo).getTime() - now.getTime()) / DAY_MS);
  return days < WARN_DAYS
    ? `The certificate ${name} expires on ${day(validTo)}, in ${days} days.`
    : undefined;
}

/** What may be saved, and will not work for long. Of certificates that can be read. */
export function listTlsWarnings(tls: UpstreamTls, now: Date): FieldProblem[] {
  return (['caCertificates', 'clientCertificate'] as const).flatMap((field) => {
    const certificates = tls[field] === null ? [] : readCertificates(tls[field]);
    if (typeof certificates === 'string') return [];
    return certificates.flatMap((certificate) => {
      const message = findAgeWarning(certificate, now);
      return message === undefined ? [] : [{ field: `tls.${field}`, message }];
    });
  });
}

function describe(pem: string | null, use: CertificateDetail['use']): CertificateDetail[] {
  const certificates = pem === null ? [] : readCertificates(pem);
  if (typeof certificates === 'string') return [];
  return certificates.map(({ subject, issuer, validFrom, validTo, fingerprint256 }) => ({
    use,
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
  }));
}

/** What is stored, as operators see it: everything but the key. */
export const toTlsDetail = (
  tls: UpstreamTls | null,
  sealedClientKey: Buffer | null,
): UpstreamTlsDetail | null =>
  tls && {
    ...tls,
    hasClientKey: sealedClientKey !== null,
    certificates: [
      ...describe(tls.caCertificates, 'authority'),
      ...describe(tls.clientCertificate, 'client'),
    ],
  };
