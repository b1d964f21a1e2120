import { buildForm, findMissingProof } from './client-authentication';
import { SAML_GRANT } from './grants';
import { type RequestStep, rfc } from './setting';
import { readTokens, scopeOf, TOKEN_ENDPOINT } from './token-answer';

/** RFC 7522 §2.1: base64url, without padding and line breaks. What is no XML has been encoded by somebody else. */
export function encodeSaml(pasted: string): string {
  if (!pasted.startsWith('<')) return pasted;
  const binary = Array.from(new TextEncoder().encode(pasted), (byte) => String.fromCodePoint(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export const PRESENT_SAML: RequestStep = {
  kind: 'request',
  id: 'present-saml',
  reference: rfc(7522, '2.1'),
  findMissing: (setting) =>
    setting.values.samlAssertion === '' ? 'samlAssertion' : findMissingProof(setting),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: SAML_GRANT },
      { name: 'assertion', value: encodeSaml(setting.values.samlAssertion), isSecret: true },
      { name: 'scope', value: scopeOf(setting) },
    ]),
  read: readTokens,
};
