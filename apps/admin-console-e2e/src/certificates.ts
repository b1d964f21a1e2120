import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** A certificate with its key, both in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR_MS = 3_600_000;

x509.cryptoProvider.set(crypto);

const makeKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function toPem({ privateKey }: CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
}

const validity = () => ({
  notBefore: new Date(Date.now() - HOUR_MS),
  notAfter: new Date(Date.now() + 90 * 24 * HOUR_MS),
  signingAlgorithm: ALGORITHM,
});

/** An authority, and what it says of whoever has one of the names. */
export async function makeIdentities(
  names: readonly string[],
): Promise<{ readonly authority: string; readonly identities: readonly Identity[] }> {
  const keys = await makeKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: 'CN=The office',
    keys,
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  const identities = names.map(async (name, index) => {
    const own = await makeKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      serialNumber: String(index + 1),
      subject: `CN=${name}`,
      issuer: authority.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
    });
    return { certificate: certificate.toString('pem'), key: await toPem(own) };
  });
  return { authority: authority.toString('pem'), identities: await Promise.all(identities) };
}
