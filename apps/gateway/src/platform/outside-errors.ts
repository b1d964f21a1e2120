import * as openid from 'openid-client';
import { GuardedFetchError } from './guarded-fetch.js';

/** The guarded fetch's own error, however deep a library has wrapped it. */
export function findGuarded(error: unknown): GuardedFetchError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof GuardedFetchError) return cause;
  return undefined;
}

const MAX_DESCRIPTION = 200;

/** What an outside server says of itself, as one short line of plain characters. */
const quote = (text: string | undefined): string =>
  text === undefined ? '' : `: "${text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, MAX_DESCRIPTION)}"`;

/** Why an OpenID provider could not be asked, or gave no answer that counts: for operators, without secrets. */
export function explainOutsideError(error: unknown): string {
  const guarded = findGuarded(error);
  if (guarded !== undefined) return `It cannot be asked: ${guarded.message}.`;
  if (error instanceof openid.ResponseBodyError)
    return `It answers HTTP ${error.status} and the error ${error.error}${quote(error.error_description)}.`;
  if (error instanceof openid.AuthorizationResponseError)
    return `It sent the person back with the error ${error.error}${quote(error.error_description)}.`;
  if (error instanceof openid.WWWAuthenticateChallengeError)
    return 'It does not accept the client ID or its credentials.';
  if (error instanceof Error && error.cause instanceof Response)
    return `It answers HTTP ${error.cause.status} with something that is not OpenID Connect. Check the issuer.`;
  return error instanceof Error
    ? `Its answer is not what it must be: ${error.message}.`
    : 'It cannot be asked.';
}
