import { buildForm, findMissingProof } from './client-authentication';
import { JWT_GRANT } from './grants';
import { type RequestStep, rfc } from './setting';
import { readTokens, scopeOf, TOKEN_ENDPOINT } from './token-answer';

export const PRESENT_JWT: RequestStep = {
  kind: 'request',
  id: 'present-jwt',
  reference: rfc(7523, '2.1'),
  findMissing: (setting) => (setting.values.jwtAssertion === '' ? 'jwtAssertion' : findMissingProof(setting)),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: JWT_GRANT },
      { name: 'assertion', value: setting.values.jwtAssertion, isSecret: true },
      { name: 'scope', value: scopeOf(setting) },
    ]),
  read: readTokens,
};
