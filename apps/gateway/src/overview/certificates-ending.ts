import { X509Certificate } from 'node:crypto';
import type { AttentionItem, AttentionTarget } from '@gatehouse/dto';

/** Certificates of one owner, and where they are kept. */
export interface CertificateHolder {
  /** The first word of the codes. */
  readonly kind: 'gateway' | 'issuer' | 'upstream' | 'client' | 'trusted';
  /** Who it is, as the sentences of that kind name them. */
  readonly values: Readonly<Record<string, string>>;
  /** "Upstream TLS of Photos" */
  readonly title: string;
  /** What stops to work when it ends. */
  readonly consequence: string;
  readonly target: AttentionTarget;
  /** PEM, perhaps several one after the other; or Base64 of DER. */
  readonly certificates: readonly string[];
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

function* read(texts: readonly string[]): Generator<X509Certificate> {
  for (const text of texts) {
    for (const block of text.includes('-----BEGIN') ? (text.match(BLOCK) ?? []) : [text]) {
      try {
        yield new X509Certificate(block.startsWith('-----') ? block : Buffer.from(block, 'base64'));
      } catch {
        // What cannot be read was told when it was saved.
      }
    }
  }
}

/** Those that have ended, or will before `until`. */
export function listEndingCertificates(
  { kind, values, title, consequence, target, certificates }: CertificateHolder,
  now: Date,
  until: Date,
): Omit<AttentionItem, 'isDismissed'>[] {
  return [...read(certificates)].flatMap((certificate) => {
    const end = new Date(certificate.validTo);
    if (end > until) return [];
    const name = certificate.subject.replaceAll('\n', ', ');
    const isOver = end < now;
    const day = end.toISOString().slice(0, 10);
    return [
      {
        key: `certificate ${certificate.fingerprint256.replaceAll(':', '').slice(0, 40).toLowerCase()}`,
        kind: 'certificate' as const,
        urgency: isOver ? ('now' as const) : ('soon' as const),
        code: `${kind}-certificate-${isOver ? ('expired' as const) : ('expires' as const)}` as const,
        values: { ...values, subject: name, expiresAt: end.toISOString() },
        title,
        detail: `The certificate ${name} ${isOver ? 'has expired' : 'expires'} on ${day}: ${consequence}`,
        target,
        dueAt: end.toISOString(),
      },
    ];
  });
}
