import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';

/** What the authorization endpoint can answer with, alone or together. */
export type ResponsePart = 'code' | 'id_token' | 'token';

/** OAuth 2.0 Multiple Response Type Encoding Practices §3, §5: every combination, in its registered spelling. */
export const RESPONSE_TYPES = [
  'code',
  'code id_token',
  'id_token',
  'token',
  'id_token token',
  'code token',
  'code id_token token',
] as const;
export type ResponseType = (typeof RESPONSE_TYPES)[number];

const inOrder = (type: string): string => type.split(' ').toSorted().join(' ');
const BY_PARTS = new Map(RESPONSE_TYPES.map((type) => [inOrder(type), type]));

/** Whether an answer of this type has the part. */
export const hasPart = (type: ResponseType, part: ResponsePart): boolean => type.split(' ').includes(part);

/** Whether tokens travel through the browser: fragments, never queries (Multiple Response Types §5). */
export const isFrontChannel = (type: ResponseType): boolean => type !== 'code';

/**
 * RFC 6749 §3.1.1, Multiple Response Types §2: the order of the parts means nothing. A client gets only the types that
 * it is registered for; an access token in the address is the legacy implicit grant (RFC 9700 §2.1.2) besides.
 * @throws OAuthError invalid_request, unsupported_response_type, unauthorized_client
 */
export function checkResponseType(parameters: Form, client: Client): ResponseType {
  const given = parameters.get('response_type');
  if (given === undefined) throw new OAuthError('invalid_request', 'The parameter response_type is missing.');
  const type = BY_PARTS.get(inOrder(given));
  if (type === undefined) {
    throw new OAuthError(
      'unsupported_response_type',
      `response_type must be one of: ${RESPONSE_TYPES.join(', ')}.`,
    );
  }
  if (!client.responseTypes.some((registered) => inOrder(registered) === inOrder(type))) {
    // RFC 6749 §4.1.2.1: unauthorized_client
    throw new OAuthError('unauthorized_client', `This client is not registered for response_type ${type}.`);
  }
  const needed = hasPart(type, 'code') ? ['authorization_code'] : [];
  if (hasPart(type, 'token') || type === 'id_token') needed.push('implicit');
  const missing = needed.find((grant) => !client.grantTypes.has(grant));
  if (missing !== undefined)
    throw new OAuthError('unauthorized_client', `This client is not registered for ${missing}.`);
  return type;
}
