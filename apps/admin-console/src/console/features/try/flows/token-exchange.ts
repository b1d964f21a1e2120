import { buildForm, findMissingProof } from './client-authentication';
import { ACCESS_TOKEN_TYPE, EXCHANGE_GRANT } from './grants';
import { type RequestStep, rfc, type TrialValues } from './setting';
import { scopeOf, textOf, TOKEN_ENDPOINT } from './token-answer';

/** What is exchanged: what was pasted, or else what this client got by itself; never what an exchange has given. */
export const findSubjectToken = ({ subjectToken, ownToken }: TrialValues): string =>
  subjectToken === '' ? ownToken : subjectToken;

export const EXCHANGE: RequestStep = {
  kind: 'request',
  id: 'exchange',
  reference: rfc(8693, '2.1'),
  findMissing: (setting) =>
    findSubjectToken(setting.values) === '' ? 'subjectToken' : findMissingProof(setting),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: EXCHANGE_GRANT },
      { name: 'subject_token', value: findSubjectToken(setting.values), isSecret: true },
      { name: 'subject_token_type', value: ACCESS_TOKEN_TYPE },
      // RFC 8693 §2.1: the type is there exactly when the token is.
      ...(setting.values.actorToken === ''
        ? []
        : [
            { name: 'actor_token', value: setting.values.actorToken, isSecret: true },
            { name: 'actor_token_type', value: ACCESS_TOKEN_TYPE },
          ]),
      { name: 'resource', value: setting.values.resource },
      { name: 'audience', value: setting.values.audience },
      { name: 'scope', value: scopeOf(setting) },
    ]),
  // RFC 8693 §2.2.1: the access token is what was issued, whatever it was asked for.
  read: (json) => ({ accessToken: textOf(json, 'access_token') }),
};
