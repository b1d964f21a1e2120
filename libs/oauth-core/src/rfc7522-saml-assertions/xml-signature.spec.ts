import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type SignatureAlgorithm, SignedXml } from 'xml-crypto';
import { parseXml } from './parse-xml.js';
import { verifyXmlSignature } from './xml-signature.js';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const XML = '<a:Assertion xmlns:a="urn:a" ID="_1"><a:Issuer>idp</a:Issuer><a:Name>ada</a:Name></a:Assertion>';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** RFC 6931 §2.3.6, for signing: the library has no ECDSA. */
class Ecdsa implements SignatureAlgorithm {
  getAlgorithmName = (): string => `${MORE}ecdsa-sha256`;
  getSignature = (material: unknown, key: unknown): string =>
    sign('sha256', Buffer.from(material as string), {
      key: key as KeyObject,
      dsaEncoding: 'ieee-p1363',
    }).toString('base64');
  verifySignature = (): boolean => false;
}

function signXml(xml: string, privateKey: KeyObject, method: string): string {
  const signer = new SignedXml({
    privateKey,
    signatureAlgorithm: method,
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signer.SignatureAlgorithms = { ...signer.SignatureAlgorithms, [`${MORE}ecdsa-sha256`]: Ecdsa };
  signer.addReference({
    xpath: '/*',
    transforms: [`${DSIG}enveloped-signature`, EXCLUSIVE],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(xml, { location: { reference: "/*/*[local-name(.)='Issuer']", action: 'after' } });
  return signer.getSignedXml();
}

const open = (xml: string, ...keys: KeyObject[]): string => verifyXmlSignature(xml, parseXml(xml), keys);
const signed = signXml(XML, rsa.privateKey, `${MORE}rsa-sha256`);
const [signature = ''] = /<Signature.*<\/Signature>/.exec(signed) ?? [];
const change = (from: RegExp | string, to: string) => (): string => {
  const changed = signed.replace(from, () => to);
  if (changed === signed) throw new Error('the change changed nothing');
  return changed;
};

describe('an XML signature (RFC 7522 §6)', () => {
  it('answers what was signed: the element without its signature', () => {
    expect(open(signed, rsa.publicKey)).toBe(XML);
  });

  it('counts by any of the keys, of the kind that its method has', () => {
    expect(
      open(
        signed,
        ec.publicKey,
        generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey,
        rsa.publicKey,
      ),
    ).toBe(XML);
    expect(open(signXml(XML, ec.privateKey, `${MORE}ecdsa-sha256`), rsa.publicKey, ec.publicKey)).toBe(XML);
  });

  it('does not count by an EC key under the name of RSA, or the reverse', () => {
    const asRsa = signXml(XML, ec.privateKey, `${MORE}rsa-sha256`);
    expect(() => open(asRsa, ec.publicKey)).toThrow('no registered key may sign with');
    const asEc = signed.replace('rsa-sha256', 'ecdsa-sha256');
    expect(() => open(asEc, rsa.publicKey)).toThrow('no registered key may sign with');
  });

  it('does not count by an RSA key that is too short', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const text = signXml(XML, short.privateKey, `${MORE}rsa-sha256`);
    expect(() => open(text, short.publicKey)).toThrow('no registered key may sign with');
  });

  it.each([
    ['SHA-1', `${DSIG}rsa-sha1`],
    ['an HMAC', `${DSIG}hmac-sha1`],
    ['no method', ''],
    ['an inherited name', 'constructor'],
  ])('does not count by %s', (_, method) => {
    const text = signed.replace(`${MORE}rsa-sha256`, method);
    expect(() => open(text, rsa.publicKey)).toThrow('no registered key may sign with');
  });

  it.each<[string, () => string, string]>([
    ['a changed element', change('>ada<', '>eve<'), 'no registered key verifies it'],
    ['a changed value', change('<SignatureValue>', '<SignatureValue>AAAA'), 'no registered key verifies it'],
    ['a changed digest', change('<DigestValue>', '<DigestValue>AAAA'), 'no registered key verifies it'],
    ['a SHA-1 digest', change('http://www.w3.org/2001/04/xmlenc#sha256', `${DSIG}sha1`), 'SHA-256'],
    ['no signature', change(signature, ''), 'one signature'],
    ['two signatures', change(signature, signature + signature), 'one signature'],
    ['one further down', change('<a:Name>ada</a:Name>', `<a:Name>ada${signature}</a:Name>`), 'one signature'],
    [
      'only one further down',
      () => signed.replace(signature, '').replace('ada', `ada${signature}`),
      'one signature',
    ],
    ['an element of the same name', change('<a:Name>', '<a:Assertion/><a:Name>'), 'another Assertion'],
    ['no ID', change(' ID="_1"', ''), 'one ID'],
    ['an ID of another name', change(' ID="_1"', ' Id="_1"'), 'one ID'],
    ['two IDs', change(' ID="_1"', ' ID="_1" Id="_2"'), 'one ID'],
    ['an ID that comes twice', change('<a:Name>', '<a:Name Id="_1">'), 'two elements have one ID'],
    ['an ID with a quote', () => signed.replaceAll('_1"', '_&apos;1"'), 'no XML name'],
    ['a reference to nothing', change('URI="#_1"', 'URI=""'), 'signs something else'],
    ['a reference to something else', change('URI="#_1"', 'URI="#_2"'), 'signs something else'],
    [
      'a second reference',
      change(/<Reference.*<\/Reference>/, /<Reference.*<\/Reference>/.exec(signed)?.[0].repeat(2) ?? ''),
      'SignedInfo must have',
    ],
    ['an Object', change('</Signature>', '<Object/></Signature>'), 'Signature must have'],
    [
      'a second method in KeyInfo',
      change(
        '</SignatureValue>',
        `</SignatureValue><KeyInfo><SignatureMethod Algorithm="${DSIG}rsa-sha1"/></KeyInfo>`,
      ),
      'one SignatureMethod',
    ],
    [
      'a method that is no XML signature',
      change('</SignatureValue>', '</SignatureValue><KeyInfo><SignatureMethod xmlns="urn:x"/></KeyInfo>'),
      'one SignatureMethod',
    ],
    [
      'a transform more',
      change('</Transforms>', `<Transform Algorithm="${EXCLUSIVE}"/></Transforms>`),
      'its transforms',
    ],
    [
      'a transform of XPath',
      change(`${DSIG}enveloped-signature`, 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
      'its transforms',
    ],
    [
      'comments in its own form',
      change(
        `CanonicalizationMethod Algorithm="${EXCLUSIVE}`,
        `CanonicalizationMethod Algorithm="${EXCLUSIVE}WithComments`,
      ),
      'its canonicalization',
    ],
  ])('does not count with %s', (_, make, reason) => {
    const text = make();
    expect(() => open(text, rsa.publicKey)).toThrow(reason);
  });

  it('does not count by the key that it brings along', () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = signXml(XML, stranger.privateKey, `${MORE}rsa-sha256`);
    const pem = createPublicKey(stranger.privateKey).export({ format: 'pem', type: 'spki' }).toString();
    const bare = pem.replace(/-----[^-]*-----|\n/g, '');
    const withKey = text.replace(
      '</SignatureValue>',
      `</SignatureValue><KeyInfo><X509Data><X509Certificate>${bare}</X509Certificate></X509Data></KeyInfo>`,
    );
    expect(() => open(withKey, rsa.publicKey)).toThrow('no registered key verifies it');
  });
});

describe('XML as it is taken (RFC 7522 §6)', () => {
  it.each(['<!DOCTYPE a><a/>', '<a><!-- --></a>', '<a><![CDATA[x]]></a>', '<a><?x y?></a>', '<?x y?><a/>'])(
    'has nothing that parsers see differently: %s',
    (text) => {
      expect(() => parseXml(text)).toThrow('document type, comment');
    },
  );

  it.each([
    '',
    'a',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>x',
    '<a b="1" b="2"/>',
    '<a:b/>',
    '<a>&b;</a>',
    '<a b=c/>',
    '<a b/>',
    '<a>\0</a>',
  ])('is well-formed: not %p', (text) => {
    expect(() => parseXml(text)).toThrow();
  });

  it('may begin with its declaration, and is read as plain records', () => {
    const root = parseXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns="urn:a" b="&lt;1" xmlns:c="urn:c" c:Id="2">x<d/>y</a>',
    );
    expect(root).toMatchObject({
      namespace: 'urn:a',
      name: 'a',
      ids: ['2'],
      text: 'xy',
      children: [{ name: 'd' }],
    });
    expect([...root.attributes]).toEqual([['b', '<1']]);
  });
});
