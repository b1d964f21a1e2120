import { findChildren, listElements, type XmlElement } from './xml-element.js';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** SAML 2.0 Core §2.4.1.2: how whoever presents the assertion may be taken for its subject. Times in epoch milliseconds. */
export interface SubjectConfirmation {
  readonly isBearer: boolean;
  readonly recipient: string | undefined;
  readonly notBefore: number | undefined;
  readonly notOnOrAfter: number | undefined;
}

/** What a SAML 2.0 assertion says, as far as RFC 7522 asks. Times in epoch milliseconds. */
export interface SamlAssertion {
  readonly id: string;
  readonly issuer: string;
  readonly nameId: string;
  readonly issueInstant: number;
  /** The audiences of each restriction. */
  readonly audiences: readonly (readonly string[])[];
  readonly notBefore: number | undefined;
  readonly notOnOrAfter: number | undefined;
  readonly confirmations: readonly SubjectConfirmation[];
  /** When the issuer saw the subject. */
  readonly authenticatedAt: number | undefined;
  /** When the subject's sessions there end, as far as it says. */
  readonly sessionEnds: readonly number[];
}

// SAML 2.0 Core §1.3.3: times are UTC.
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
// SAML 2.0 Core §2.5.1.1: a condition that is not understood makes the assertion's validity unknown.
const CONDITIONS = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

function findMoment(element: XmlElement, name: string): number | undefined {
  const text = element.attributes.get(name);
  if (text === undefined) return undefined;
  const moment = MOMENT.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(moment)) throw new Error(`${name} is not a UTC time such as 2026-01-31T12:00:00Z`);
  return moment;
}

function getOnly(element: XmlElement, name: string): XmlElement {
  const [found, second] = findChildren(element, SAML, name);
  if (found === undefined || second !== undefined) throw new Error(`${element.name} must have one ${name}`);
  return found;
}

function getText(element: XmlElement, name: string): string {
  const { text, children } = getOnly(element, name);
  if (text === '' || children.length > 0) throw new Error(`${name} must be text alone`);
  return text;
}

function readConfirmation(element: XmlElement): SubjectConfirmation {
  const [data] = findChildren(element, SAML, 'SubjectConfirmationData');
  return {
    isBearer: element.attributes.get('Method') === BEARER,
    recipient: data?.attributes.get('Recipient'),
    notBefore: data && findMoment(data, 'NotBefore'),
    notOnOrAfter: data && findMoment(data, 'NotOnOrAfter'),
  };
}

function readAudience(restriction: XmlElement): readonly string[] {
  return findChildren(restriction, SAML, 'Audience').map(({ text }) => text);
}

/** RFC 7522 §3, 1.: who says to have made it. @throws Error with what is wrong */
export function readIssuer(root: XmlElement): string {
  if (root.name !== 'Assertion' || root.namespace !== SAML) throw new Error('it is not a SAML 2.0 assertion');
  return getText(root, 'Issuer');
}

/**
 * RFC 7522 §3: reads what was signed. Encrypted parts and assertions inside the assertion are refused.
 * @throws Error with what is wrong
 */
export function readAssertion(root: XmlElement): SamlAssertion {
  const issuer = readIssuer(root);
  if (root.attributes.get('Version') !== '2.0') throw new Error('its Version must be 2.0');
  const inner = listElements(root).slice(1);
  if (inner.some(({ name }) => name === 'Assertion' || name.startsWith('Encrypted')))
    throw new Error('it has another assertion, or something encrypted, in it');
  const subject = getOnly(root, 'Subject');
  const conditions = getOnly(root, 'Conditions');
  if (conditions.children.some(({ name, namespace }) => namespace !== SAML || !CONDITIONS.includes(name)))
    throw new Error('it has a condition that is not known here');
  const issueInstant = findMoment(root, 'IssueInstant');
  if (issueInstant === undefined) throw new Error('IssueInstant is missing');
  const statements = findChildren(root, SAML, 'AuthnStatement');
  return {
    id: root.attributes.get('ID') ?? '',
    issuer,
    nameId: getText(subject, 'NameID'),
    issueInstant,
    audiences: findChildren(conditions, SAML, 'AudienceRestriction').map(readAudience),
    notBefore: findMoment(conditions, 'NotBefore'),
    notOnOrAfter: findMoment(conditions, 'NotOnOrAfter'),
    confirmations: findChildren(subject, SAML, 'SubjectConfirmation').map(readConfirmation),
    authenticatedAt: statements[0] && findMoment(statements[0], 'AuthnInstant'),
    sessionEnds: statements
      .map((statement) => findMoment(statement, 'SessionNotOnOrAfter'))
      .filter((moment) => moment !== undefined),
  };
}
