import type { ApiCallerReason } from '@gatehouse/dto';
import type { CallerReason, CallerReasonCode } from '@gatehouse/gateway-core';

const WORDS: Readonly<Record<CallerReasonCode, string>> = {
  'api-disabled': 'The API is not published.',
  'application-disabled': 'The application is disabled.',
  'not-listed': 'The application is not among those that the API names.',
  'no-credential': 'The application has nothing that the API accepts.',
  'not-accepted': 'The API does not accept it.',
  'client-disabled': 'The client is disabled.',
  'no-grant': 'The client has no grant that leads there.',
  'key-disabled': 'The API key is disabled.',
  'key-expired': 'The API key has expired.',
  'issuer-disabled': 'The outside issuer is disabled.',
  audience: 'Its access tokens are never for this API: none of its scopes is used here.',
  'all-scopes': 'Missing scopes:',
  'one-scope': 'Missing one of the scopes:',
  'sign-in': 'A person must have signed in here, and as strongly as the route wants.',
};

/** A reason with its words. */
export const toReasonDetail = ({ code, scopes, routes }: CallerReason): ApiCallerReason => ({
  code,
  detail: scopes.length === 0 ? WORDS[code] : `${WORDS[code]} ${scopes.join(', ')}.`,
  scopes,
  routes,
});
