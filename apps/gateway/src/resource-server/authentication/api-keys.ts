import {
  type ApiKey,
  findApiKeyProblem,
  hashApiKey,
  isApiKeyText,
  listValues,
  toApiKeyCaller,
} from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import { type Passage, refuse } from '../passage.js';
import { type Admit, refuseCredential } from './answers.js';

/** The API key of a request, from its header alone. @throws OAuthError invalid_request where it comes twice */
export function findKeyText({ request }: Passage, header: string): string | undefined {
  const values = listValues(request.rawHeaders, header.toLowerCase());
  // Of several, somebody else might believe another one.
  if (values.length > 1)
    throw new OAuthError('invalid_request', `The ${header} header comes more than once.`);
  return values[0];
}

/** @throws OAuthError invalid_token */
function getKey({ plane }: Passage, text: string): ApiKey {
  const { apiKeys, applications } = plane.platform.snapshots.current();
  const key = isApiKeyText(text) ? apiKeys.get(hashApiKey(text)) : undefined;
  if (key === undefined)
    throw new OAuthError(
      'invalid_token',
      'The API key is not valid: check that it is whole.',
      'unknown API key',
    );
  const isEnabled = applications.get(key.applicationId)?.isEnabled ?? false;
  const problem = findApiKeyProblem(key, isEnabled, Date.now());
  if (problem !== undefined) throw new OAuthError('invalid_token', problem, `${problem} ${key.id}`);
  return key;
}

/** Admits the application that an API key belongs to. */
export function authenticateByApiKey(passage: Passage, text: string, admit: Admit): void {
  let key: ApiKey;
  try {
    key = getKey(passage, text);
  } catch (error) {
    return refuseCredential(passage, 'api-key', error);
  }
  const { origin } = passage.request.headers;
  // A key that lives in pages is worth less elsewhere: not a proof, since only browsers tell the truth here.
  if (key.origins.size > 0 && (origin === undefined || !key.origins.has(origin))) {
    const detail = 'The API key may be used from the origins that it is registered for alone.';
    return refuse(passage, { check: 'api-key', status: 403, title: 'Forbidden', detail });
  }
  passage.plane.credentials.noteKeyUse(key.id);
  admit(passage, toApiKeyCaller(key));
}
