import { peekIssuer } from './peek-issuer.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const CLAIMS = encode({ iss: 'https://idp.example' });

it.each([
  ['three parts (RFC 7515 §7.1)', `e30.${CLAIMS}.c2ln`, 'https://idp.example'],
  ['two parts', `e30.${CLAIMS}`, undefined],
  ['five parts, whose claims are sealed (RFC 7516 §7.1)', `e30.${CLAIMS}.a.b.c`, undefined],
  ['no parts', 'opaque', undefined],
  ['claims that are no JSON', 'e30.e.c2ln', undefined],
  ['an issuer that is no text', `e30.${encode({ iss: 1 })}.c2ln`, undefined],
])('the issuer of a text with %s', (_, text, issuer) => expect(peekIssuer(text)).toBe(issuer));
