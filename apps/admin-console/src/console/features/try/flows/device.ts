import { buildForm, findMissingProof } from './client-authentication';
import { DEVICE_GRANT } from './grants';
import { type BrowserStep, type RequestStep, rfc } from './setting';
import { readTokens, scopeOf, textOf, TOKEN_ENDPOINT } from './token-answer';

export const ASK_DEVICE: RequestStep = {
  kind: 'request',
  id: 'ask-device',
  reference: rfc(8628, '3.1'),
  findMissing: findMissingProof,
  build: (setting) =>
    buildForm(setting, '/oauth2/device_authorization', [{ name: 'scope', value: scopeOf(setting) }]),
  read: (json) => ({
    deviceCode: textOf(json, 'device_code'),
    userCode: textOf(json, 'user_code'),
    verificationUri: textOf(json, 'verification_uri_complete') || textOf(json, 'verification_uri'),
  }),
};

export const ANSWER_DEVICE: BrowserStep = {
  kind: 'browser',
  id: 'answer-device',
  reference: rfc(8628, '3.3'),
  comesBack: false,
  findMissing: ({ values }) => (values.verificationUri === '' ? 'userCode' : undefined),
  buildUrl: ({ values }) => values.verificationUri,
};

export const POLL_DEVICE: RequestStep = {
  kind: 'request',
  id: 'poll-device',
  reference: rfc(8628, '3.4'),
  findMissing: (setting) => (setting.values.deviceCode === '' ? 'userCode' : findMissingProof(setting)),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: DEVICE_GRANT },
      { name: 'device_code', value: setting.values.deviceCode, isSecret: true },
    ]),
  read: readTokens,
};
