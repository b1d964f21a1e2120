import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { SignJWT } from 'jose';
import { SignedXml } from 'xml-crypto';

export const IDP = 'https://idp.example';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

/** What of an assertion a test chooses; each is new. */
interface Said {
  readonly subject: string;
  readonly audience: string;
}

/** A log-in of a company that signs what it says of its users. */
export interface Idp {
  /** As an operator registers it, for both kinds. */
  readonly certificate: string;
  readonly signJwt: (said: Said) => Promise<string>;
  /** @param recipient the token endpoint */
  readonly signSaml: (said: Said, recipient: string) => string;
}

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const writeSaml = ({ subject, audience }: Said, recipient: string): string =>
  `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" IssueInstant="${inSeconds(0)}" Version="2.0">
<saml:Issuer>${IDP}</saml:Issuer>
<saml:Subject><saml:NameID>${subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${inSeconds(300)}" Recipient="${recipient}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotOnOrAfter="${inSeconds(300)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="${inSeconds(0)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
</saml:Assertion>`;

/** SAML 2.0 Core §5.4: an enveloped signature, behind the issuer. */
function signXml(xml: string, privateKey: string, publicCert: string): string {
  const signer = new SignedXml({
    privateKey,
    publicCert,
    idAttribute: 'ID',
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: C14N,
  });
  signer.addReference({
    xpath: "/*[local-name(.)='Assertion']",
    transforms: [`${DSIG}enveloped-signature`, C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  const location = { reference: "/*/*[local-name(.)='Issuer']", action: 'after' } as const;
  signer.computeSignature(xml, { prefix: 'ds', location });
  return signer.getSignedXml();
}

export async function makeIdp(): Promise<Idp> {
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=idp.example',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: RSA,
    keys,
  });
  const certificate = made.toString('pem');
  const pem = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return {
    certificate,
    signJwt: ({ subject, audience }) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(IDP)
        .setSubject(subject)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('5m')
        .setJti(randomUUID())
        .sign(keys.privateKey),
    signSaml: (said, recipient) => signXml(writeSaml(said, recipient), pem, certificate),
  };
}
