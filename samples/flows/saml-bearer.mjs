// SAML bearer (RFC 7522 §2.1): a program that an operator trusts names the user in a SAML 2.0 assertion that it signs.
import 'reflect-metadata';
import { randomUUID, webcrypto } from 'node:crypto';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import * as client from 'openid-client';
import { SignedXml } from 'xml-crypto';
import { callPhotoApi, configure, getUser, ISSUER, register, show } from './gatehouse.mjs';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
const KEY = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const DAY_MS = 86_400_000;

const inSeconds = (/** @type {number} */ seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const escape = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A key pair, and the certificate that an operator gives to Gatehouse. Both in PEM. */
async function makeIdentity() {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=SAML sample',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + DAY_MS),
    signingAlgorithm: KEY,
    keys,
  });
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: certificate.toString('pem'),
    privateKey: PemConverter.encode(privateKey, 'PRIVATE KEY'),
  };
}

/**
 * What RFC 7522 §3 asks for: who says so, about whom, for whom, where, and until when.
 * @param {string} issuer
 * @param {string} username
 */
function writeAssertion(issuer, username) {
  const until = inSeconds(60);
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" IssueInstant="${inSeconds(0)}" Version="2.0">
  <saml:Issuer>${issuer}</saml:Issuer>
  <saml:Subject>
    <saml:NameID>${escape(username)}</saml:NameID>
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
      <saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${ISSUER}/oauth2/token"/>
    </saml:SubjectConfirmation>
  </saml:Subject>
  <saml:Conditions NotOnOrAfter="${until}">
    <saml:AudienceRestriction><saml:Audience>${ISSUER}</saml:Audience></saml:AudienceRestriction>
  </saml:Conditions>
  <saml:AuthnStatement AuthnInstant="${inSeconds(0)}">
    <saml:AuthnContext>
      <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>
    </saml:AuthnContext>
  </saml:AuthnStatement>
</saml:Assertion>`;
}

/**
 * An enveloped XML signature of the assertion, behind its issuer, where SAML wants it.
 * @param {string} xml
 * @param {{ certificate: string, privateKey: string }} identity
 */
function sign(xml, { certificate, privateKey }) {
  const signer = new SignedXml({
    privateKey,
    publicCert: certificate,
    idAttribute: 'ID',
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: C14N,
  });
  signer.addReference({
    xpath: "/*[local-name(.)='Assertion']",
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  const location = { reference: "/*/*[local-name(.)='Issuer']", action: /** @type {const} */ ('after') };
  signer.computeSignature(xml, { prefix: 'ds', location });
  return signer.getSignedXml();
}

const identity = await makeIdentity();
const registered = await register(
  'SAML bearer',
  { kind: 'machine' },
  { grantTypes: [GRANT_TYPE], mayAssertUsers: true, certificates: [identity.certificate] },
);
const { username } = await getUser();
const assertion = sign(writeAssertion(registered.clientId, username), identity);
const tokens = await client.genericGrantRequest(await configure(registered), GRANT_TYPE, {
  // RFC 7522 §2.1: base64url
  assertion: Buffer.from(assertion).toString('base64url'),
  scope: 'photos',
});
show(`The token endpoint answered, for ${username}`, tokens);
await callPhotoApi(tokens.access_token);
