import { buildForm, findMissingProof } from './client-authentication';
import { type RequestStep, rfc } from './setting';
import { readTokens, scopeOf, TOKEN_ENDPOINT } from './token-answer';

/** Legacy: RFC 9700 §2.4 forbids it. For those who have to move away from it. */
export const PASSWORD: RequestStep = {
  kind: 'request',
  id: 'password',
  reference: rfc(6749, '4.3.2'),
  findMissing: (setting) =>
    setting.values.username === '' || setting.values.password === '' ? 'password' : findMissingProof(setting),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: 'password' },
      { name: 'username', value: setting.values.username },
      { name: 'password', value: setting.values.password, isSecret: true },
      { name: 'scope', value: scopeOf(setting) },
    ]),
  read: readTokens,
};
