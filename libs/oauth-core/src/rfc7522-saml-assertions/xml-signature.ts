import { type KeyObject, verify } from 'node:crypto';
import { type SignatureAlgorithm, SignedXml } from 'xml-crypto';
import { findChildren, listElements, type XmlElement } from './xml-element.js';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = `${DSIG}enveloped-signature`;
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const MIN_RSA_BITS = 2048;

const DIGESTS = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'];

/** Signature methods by key type. SHA-1 and HMAC are not among them. */
const METHODS: Readonly<Record<'rsa' | 'ec', readonly string[]>> = {
  rsa: [`${MORE}rsa-sha256`, `${MORE}rsa-sha512`, 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'],
  ec: [`${MORE}ecdsa-sha256`, `${MORE}ecdsa-sha384`, `${MORE}ecdsa-sha512`],
};

/** RFC 6931 §2.3.6: what the library leaves out. The signature is R ‖ S, not DER. */
function createEcdsa(method: string): new () => SignatureAlgorithm {
  const hash = method.slice(method.lastIndexOf('-') + 1);
  return class {
    getAlgorithmName = (): string => method;
    getSignature = (): string => {
      throw new Error('this only verifies');
    };
    verifySignature = (material: string, key: string, signature: string): boolean =>
      verify(
        hash,
        Buffer.from(material),
        { key, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64'),
      );
  };
}

const pick = <T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

/** The one of this name in a signature, wherever it is: the library looks for some by their names alone. */
function getOnly(signature: XmlElement, name: string): XmlElement {
  const [found, second] = listElements(signature).filter((element) => element.name === name);
  if (found?.namespace !== DSIG || second !== undefined) throw new Error(`it must have one ${name}`);
  return found;
}

const getAlgorithm = (element: XmlElement): string => element.attributes.get('Algorithm') ?? '';

/** An element that has exactly these children, in this order. */
function checkChildren(element: XmlElement, names: readonly string[]): void {
  const wrong = element.children.map(({ name }) => name).join() !== names.join();
  if (wrong || element.children.some(({ namespace }) => namespace !== DSIG))
    throw new Error(`${element.name} must have ${names.join(', ')}`);
}

/**
 * RFC 7522 §6, SAML 2.0 Core §5.4: a signature that covers the whole assertion that it is in, and nothing else, in the
 * simplest way there is.
 * @returns its signature method
 */
function checkSignatureShape(signature: XmlElement, id: string): string {
  const hasKeyInfo = findChildren(signature, DSIG, 'KeyInfo').length > 0;
  checkChildren(signature, ['SignedInfo', 'SignatureValue', ...(hasKeyInfo ? ['KeyInfo'] : [])]);
  const signedInfo = getOnly(signature, 'SignedInfo');
  checkChildren(signedInfo, ['CanonicalizationMethod', 'SignatureMethod', 'Reference']);
  const reference = getOnly(signature, 'Reference');
  checkChildren(reference, ['Transforms', 'DigestMethod', 'DigestValue']);
  // SAML 2.0 Core §5.4.2: "Signatures MUST contain a single <ds:Reference> containing a same-document reference to the ID".
  if (reference.attributes.get('URI') !== `#${id}`) throw new Error('it signs something else');
  const transforms = findChildren(getOnly(signature, 'Transforms'), DSIG, 'Transform').map(getAlgorithm);
  // SAML 2.0 Core §5.4.4
  if (transforms.join(' ') !== `${ENVELOPED} ${EXCLUSIVE}`)
    throw new Error('its transforms must be enveloped-signature and exclusive canonicalization');
  if (getAlgorithm(getOnly(signature, 'CanonicalizationMethod')) !== EXCLUSIVE)
    throw new Error('its canonicalization must be exclusive, without comments');
  if (!DIGESTS.includes(getAlgorithm(getOnly(signature, 'DigestMethod'))))
    throw new Error('its digest must be SHA-256 or SHA-512');
  for (const name of ['SignatureValue', 'DigestValue']) getOnly(signature, name);
  return getAlgorithm(getOnly(signature, 'SignatureMethod'));
}

/** Lets the library verify with one key. @returns what was signed, or undefined where this key did not sign it */
function openWith(text: string, signature: string, method: string, key: KeyObject): string | undefined {
  const verifier = new SignedXml({
    // As text: for some methods the library takes nothing else.
    publicCert: key.export({ format: 'pem', type: 'spki' }),
    // A key that the signature brings along proves nothing.
    getCertFromKeyInfo: () => null,
  });
  const ecdsa = METHODS.ec.map((name) => [name, createEcdsa(name)] as const);
  const known = { ...verifier.SignatureAlgorithms, ...Object.fromEntries(ecdsa) };
  verifier.SignatureAlgorithms = pick(known, [method]);
  verifier.HashAlgorithms = pick(verifier.HashAlgorithms, DIGESTS);
  verifier.CanonicalizationAlgorithms = pick(verifier.CanonicalizationAlgorithms, [ENVELOPED, EXCLUSIVE]);
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(text)) return undefined;
  } catch {
    return undefined;
  }
  const signed = verifier.getSignedReferences();
  return signed.length === 1 ? signed[0] : undefined;
}

function isStrong(key: KeyObject, method: string): boolean {
  const type = key.asymmetricKeyType;
  if (type !== 'rsa' && type !== 'ec') return false;
  const bits = key.asymmetricKeyDetails?.modulusLength;
  return METHODS[type].includes(method) && (bits === undefined || bits >= MIN_RSA_BITS);
}

/**
 * RFC 7522 §3: verifies the signature of an assertion, and answers what was signed, in canonical form. Only that
 * may be read: the text around it can have been rearranged at will.
 *
 * The document is looked at twice. Before: it must be one assertion with one signature, directly in it, of the simplest
 * shape, over its own ID, which is there once; none of the known ways to move a signed part elsewhere is left. After: what
 * the library has authenticated is all that the caller gets.
 * @param root what `parseXml` makes of `text`
 * @throws Error with the reason, for our log
 */
export function verifyXmlSignature(text: string, root: XmlElement, keys: readonly KeyObject[]): string {
  const elements = listElements(root);
  if (elements.some((element) => element !== root && element.name === root.name))
    throw new Error(`it has another ${root.name} in it`);
  const [signature, second] = elements.filter(({ name }) => name === 'Signature');
  if (signature === undefined || second !== undefined || !root.children.includes(signature))
    throw new Error('it must have one signature, directly in it');
  const [id, secondId] = root.ids;
  const all = elements.flatMap(({ ids }) => ids);
  if (id === undefined || secondId !== undefined || id !== root.attributes.get('ID'))
    throw new Error('it must have one ID');
  if (new Set(all).size !== all.length) throw new Error('two elements have one ID');
  if (!/^[A-Za-z_][\w.-]*$/.test(id)) throw new Error('its ID is no XML name');
  const method = checkSignatureShape(signature, id);
  const usable = keys.filter((key) => isStrong(key, method));
  if (usable.length === 0) throw new Error(`no registered key may sign with ${method}`);
  for (const key of usable) {
    const signed = openWith(text, signature.source(), method, key);
    if (signed !== undefined) return signed;
  }
  throw new Error('no registered key verifies it');
}
