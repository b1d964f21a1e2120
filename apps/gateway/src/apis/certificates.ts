import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateDetail, UpstreamTlsDetail } from '@gatehouse/dto';
import type { UpstreamTls } from '@gatehouse/gateway-core';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** @returns a problem where one of them cannot be read, or there is none */
function readCertificates(field: string, pem: string): readonly X509Certificate[] | FieldProblem {
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0) return fieldProblem(field, 'pem-without-certificate');
  if (pem.includes('PRIVATE KEY-----')) return fieldProblem(field, 'pem-key-among-certificates');
  const read: X509Certificate[] = [];
  for (const [index, block] of blocks.entries()) {
    try {
      read.push(new X509Certificate(block));
    } catch {
      return fieldProblem(field, 'pem-certificate-unreadable', { number: String(index + 1) });
    }
  }
  return read;
}

/** Of those that can be read. */
function listCertificates(pem: string | null): readonly X509Certificate[] {
  const certificates = pem === null ? [] : readCertificates('', pem);
  return 'message' in certificates ? [] : certificates;
}

function readKey(field: string, pem: string): KeyObject | FieldProblem {
  if (pem.includes('ENCRYPTED')) return fieldProblem(field, 'pem-key-encrypted');
  try {
    return createPrivateKey(pem);
  } catch {
    return fieldProblem(field, 'pem-key-unreadable');
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
  const [ofCertificate, ofKey] = ['tls.clientCertificate', 'tls.clientKey'];
  const authorities =
    tls.caCertificates === null ? [] : readCertificates('tls.caCertificates', tls.caCertificates);
  if ('message' in authorities) problems.push(authorities);
  if (tls.clientCertificate === null)
    return isNewKey ? [...problems, fieldProblem(ofKey, 'client-key-alone')] : problems;
  const chain = readCertificates(ofCertificate, tls.clientCertificate);
  if ('message' in chain) return [...problems, chain];
  const [own] = chain;
  if (isNewKey && own !== undefined && new Date(own.validTo) < now)
    problems.push(fieldProblem(ofCertificate, 'client-certificate-expired', { date: day(own.validTo) }));
  if (tls.clientKey === null) return [...problems, fieldProblem(ofKey, 'client-key-missing')];
  const key = readKey(ofKey, tls.clientKey);
  if ('message' in key) problems.push(key);
  else if (own?.checkPrivateKey(key) === false) problems.push(fieldProblem(ofKey, 'client-key-of-another'));
  return problems;
}

const WARN_DAYS = 30;
const DAY_MS = 86_400_000;

function listAgeWarnings(field: string, certificate: X509Certificate, now: Date): FieldProblem[] {
  const { validFrom, validTo } = certificate;
  const subject = certificate.subject.replaceAll('\n', ', ');
  const end = day(validTo);
  if (new Date(validTo) < now) return [fieldProblem(field, 'certificate-expired', { subject, date: end })];
  if (new Date(validFrom) > now)
    return [fieldProblem(field, 'certificate-not-yet-valid', { subject, date: day(validFrom) })];
  const days = Math.floor((new Date(validTo).getTime() - now.getTime()) / DAY_MS);
  return days < WARN_DAYS
    ? [fieldProblem(field, 'certificate-expires-soon', { subject, date: end, days: String(days) })]
    : [];
}

/** What may be saved, and will not work for long. Of certificates that can be read. */
export const listTlsWarnings = (tls: UpstreamTls, now: Date): FieldProblem[] =>
  (['caCertificates', 'clientCertificate'] as const).flatMap((field) =>
    listCertificates(tls[field]).flatMap((certificate) => listAgeWarnings(`tls.${field}`, certificate, now)),
  );

function describe(pem: string | null, use: CertificateDetail['use']): CertificateDetail[] {
  return listCertificates(pem).map(({ subject, issuer, validFrom, validTo, fingerprint256 }) => ({
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
