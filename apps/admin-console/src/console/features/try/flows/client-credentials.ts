import { buildForm, findMissingProof } from './client-authentication';
import { type RequestStep, rfc } from './setting';
import { readTokens, scopeOf, TOKEN_ENDPOINT } from './token-answer';

export const CLIENT_CREDENTIALS: RequestStep = {
  kind: 'request',
  id: 'client-credentials',
  reference: rfc(6749, '4.4.2'),
  findMissing: findMissingProof,
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: 'client_credentials' },
      { name: 'scope', value: scopeOf(setting) },
    ]),
  read: readTokens,
};
