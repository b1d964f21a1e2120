import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { OAuthError } from '../kernel/oauth-error.js';
import { ISSUER } from '../testing/builders.js';
import { NOON } from '../testing/world.js';
import { readAssertion, type SamlAssertion } from './saml-assertion.js';
import { checkSamlConditions } from './saml-conditions.js';
import { parseXml } from './parse-xml.js';
import { verifyXmlSignature } from './xml-signature.js';

const RECIPIENT = `${ISSUER}/oauth2/token`;
const at = (seconds: number): string => new Date(NOON + seconds * 1000).toISOString();

/** An assertion that is right in every way. */
const XML = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" ID="_1" IssueInstant="${at(0)}">
<saml:Issuer>urn:idp</saml:Issuer>
<saml:Subject><saml:NameID>ada</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${at(300)}" Recipient="${RECIPIENT}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="${at(0)}" NotOnOrAfter="${at(240)}"><saml:AudienceRestriction><saml:Audience>${ISSUER}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="${at(-60)}"/></saml:Assertion>`;

const change = (from: RegExp | string, to: string): string => {
  const changed = XML.replace(from, () => to);
  if (changed === XML) throw new Error('the change changed nothing');
  return changed;
};

const refuse = (description: string): Error => new OAuthError('invalid_grant', description);
const check = (assertion: SamlAssertion, now = NOON): number =>
  checkSamlConditions(assertion, { audience: ISSUER, recipient: RECIPIENT, now }, refuse);
const read = (xml: string): SamlAssertion => readAssertion(parseXml(xml));

describe('a SAML assertion (RFC 7522 §3)', () => {
  it('is read as a plain record, and counts until the first of its ends', () => {
    const assertion = read(XML);
    expect(assertion).toEqual({
      id: '_1',
      issuer: 'urn:idp',
      nameId: 'ada',
      issueInstant: NOON,
      audiences: [[ISSUER]],
      notBefore: NOON,
      notOnOrAfter: NOON + 240_000,
      confirmations: [
        { isBearer: true, recipient: RECIPIENT, notBefore: undefined, notOnOrAfter: NOON + 300_000 },
      ],
      authenticatedAt: NOON - 60_000,
      sessionEnds: [],
    });
    expect(check(assertion)).toBe(NOON + 240_000);
  });

  it('counts with the clock skew of a minute, and no longer', () => {
    const assertion = read(XML);
    expect(check(assertion, NOON - 60_000)).toBe(NOON + 240_000);
    expect(() => check(assertion, NOON - 60_001)).toThrow('does not count yet');
    expect(check(assertion, NOON + 299_999)).toBe(NOON + 240_000);
    expect(() => check(assertion, NOON + 300_000)).toThrow('has expired');
  });

  it.each<[string, string, string]>([
    [
      'two audiences',
      change('</saml:Audience>', `</saml:Audience><saml:Audience>urn:b</saml:Audience>`),
      'one Audience',
    ],
    ['another audience', change(`>${ISSUER}<`, '>urn:b<'), 'one Audience'],
    [
      'two restrictions',
      change(
        '<saml:AudienceRestriction>',
        `<saml:AudienceRestriction><saml:Audience>${ISSUER}</saml:Audience></saml:AudienceRestriction><saml:AudienceRestriction>`,
      ),
      'one Audience',
    ],
    [
      'no restriction',
      change(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, ''),
      'one Audience',
    ],
    [
      'an end of its conditions that is over',
      change(`NotOnOrAfter="${at(240)}"`, `NotOnOrAfter="${at(-60)}"`),
      'has expired',
    ],
    ['conditions ahead', change(`NotBefore="${at(0)}"`, `NotBefore="${at(61)}"`), 'does not count yet'],
    ['an issue ahead', change(`IssueInstant="${at(0)}"`, `IssueInstant="${at(61)}"`), 'does not count yet'],
    [
      'a session that is over',
      change('AuthnInstant', `SessionNotOnOrAfter="${at(-60)}" AuthnInstant`),
      'session',
    ],
    ['another confirmation', change(':cm:bearer', ':cm:holder-of-key'), 'bearer'],
    ['another recipient', change(RECIPIENT, ISSUER), 'Recipient'],
    ['no recipient', change(` Recipient="${RECIPIENT}"`, ''), 'Recipient'],
    ['no end of the confirmation', change(` NotOnOrAfter="${at(300)}"`, ''), 'NotOnOrAfter'],
    ['a confirmation that is over', change(at(300), at(-60)), 'NotOnOrAfter'],
    [
      'a confirmation ahead',
      change('<saml:SubjectConfirmationData', `<saml:SubjectConfirmationData NotBefore="${at(61)}"`),
      'bearer',
    ],
    ['a long life', XML.replace(at(300), at(3661)).replace(` NotOnOrAfter="${at(240)}"`, ''), 'too long'],
  ])('does not count with %s', (_, xml, words) => {
    expect(() => check(read(xml))).toThrow(words);
  });

  it.each<[string, string, string]>([
    ['another element', '<a/>', 'not a SAML 2.0 assertion'],
    [
      'another namespace',
      XML.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:oasis:names:tc:SAML:1.0:assertion'),
      'not a SAML 2.0 assertion',
    ],
    ['another version', change('Version="2.0"', 'Version="2.1"'), 'Version'],
    ['two issuers', change('<saml:Subject>', '<saml:Issuer>urn:b</saml:Issuer><saml:Subject>'), 'one Issuer'],
    ['an empty name', change('>ada<', '><'), 'NameID must be text'],
    ['a name with an element', change('>ada<', '>ada<b xmlns="urn:b"/><'), 'NameID must be text'],
    ['two names', change('<saml:NameID>', '<saml:NameID>eve</saml:NameID><saml:NameID>'), 'one NameID'],
    ['two subjects', change('<saml:Subject>', '<saml:Subject/><saml:Subject>'), 'one Subject'],
    ['no conditions', change(/<saml:Conditions.*<\/saml:Conditions>/, ''), 'one Conditions'],
    [
      'a condition that nobody knows',
      change('<saml:AudienceRestriction>', '<saml:Delegation/><saml:AudienceRestriction>'),
      'condition',
    ],
    [
      'a condition of another namespace',
      change('<saml:AudienceRestriction>', '<OneTimeUse xmlns="urn:b"/><saml:AudienceRestriction>'),
      'condition',
    ],
    [
      'an assertion inside',
      change('<saml:AuthnStatement', '<saml:Advice><saml:Assertion/></saml:Advice><saml:AuthnStatement'),
      'another assertion',
    ],
    [
      'something encrypted',
      change('<saml:SubjectConfirmation ', '<saml:EncryptedID/><saml:SubjectConfirmation '),
      'encrypted',
    ],
    ['no moment of issue', change(/ IssueInstant="[^"]*"/, ''), 'IssueInstant'],
    ['a time elsewhere', change(at(240), '2026-01-01T12:00:00+01:00'), 'UTC'],
    ['a time that is none', change(at(240), '2026-13-01T12:00:00Z'), 'UTC'],
  ])('is not read with %s', (_, xml, words) => {
    expect(() => read(xml)).toThrow(words);
  });

  it('may have conditions that are kept anyway', () => {
    expect(
      check(read(change('<saml:AudienceRestriction>', '<saml:OneTimeUse/><saml:AudienceRestriction>'))),
    ).toBe(NOON + 240_000);
  });

  it('means the same however its signed text is changed, or nothing', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = sign(XML, privateKey);
    const open = (xml: string): SamlAssertion | undefined => {
      try {
        return read(verifyXmlSignature(xml, parseXml(xml), [publicKey]));
      } catch {
        return undefined;
      }
    };
    const original = open(signed);
    expect(original?.nameId).toBe('ada');
    const pieces = [
      '',
      ' ',
      'eve',
      '<',
      '<a/>',
      '&#97;',
      '<!---->',
      '"',
      '>',
      '</saml:NameID>',
      '<saml:NameID>eve</saml:NameID>',
    ];
    for (let place = 0; place < signed.length; place += 7) {
      const piece = pieces[place % pieces.length] ?? '';
      for (const length of [0, 1, 12]) {
        const changed = signed.slice(0, place) + piece + signed.slice(place + length);
        expect([undefined, original]).toContainEqual(open(changed));
      }
    }
  });
});

function sign(xml: string, privateKey: KeyObject): string {
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const signer = new SignedXml({
    privateKey,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
  });
  signer.addReference({
    xpath: '/*',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(xml, { location: { reference: "/*/*[local-name(.)='Issuer']", action: 'after' } });
  return signer.getSignedXml();
}
