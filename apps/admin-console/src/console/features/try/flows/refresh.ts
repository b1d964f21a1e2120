import { buildForm, findMissingProof } from './client-authentication';
import { type RequestStep, rfc } from './setting';
import { readTokens, TOKEN_ENDPOINT } from './token-answer';

export const REFRESH: RequestStep = {
  kind: 'request',
  id: 'refresh',
  reference: rfc(6749, '6'),
  findMissing: (setting) => (setting.values.refreshToken === '' ? 'refreshToken' : findMissingProof(setting)),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: 'refresh_token' },
      { name: 'refresh_token', value: setting.values.refreshToken, isSecret: true },
    ]),
  read: readTokens,
};
