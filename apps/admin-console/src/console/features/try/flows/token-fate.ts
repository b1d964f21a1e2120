import { buildForm, findMissingProof } from './client-authentication';
import { type RequestStep, rfc, type Setting } from './setting';
import { readNothing } from './token-answer';

const about = (path: string) => (setting: Setting) =>
  buildForm(setting, path, [
    { name: 'token', value: setting.values.accessToken, isSecret: true },
    { name: 'token_type_hint', value: 'access_token' },
  ]);

const findMissing: RequestStep['findMissing'] = (setting) =>
  setting.values.accessToken === '' ? 'accessToken' : findMissingProof(setting);

export const INTROSPECT: RequestStep = {
  kind: 'request',
  id: 'introspect',
  reference: rfc(7662, '2.1'),
  findMissing,
  build: about('/oauth2/introspect'),
  read: readNothing,
};

export const REVOKE: RequestStep = {
  kind: 'request',
  id: 'revoke',
  reference: rfc(7009, '2.1'),
  findMissing,
  build: about('/oauth2/revoke'),
  read: readNothing,
};
