const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Certificates as they were pasted; what is none of them is sent too, and refused with the reason. */
export function splitCertificates(text: string): string[] {
  const found = text.match(CERTIFICATE) ?? [];
  const rest = text.replaceAll(CERTIFICATE, '').trim();
  return rest === '' ? [...found] : [...found, rest];
}
