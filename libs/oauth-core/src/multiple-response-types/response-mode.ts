import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { isFrontChannel, type ResponseType } from './response-type.js';

/** How an answer reaches the client (Multiple Response Types §2.1, Form Post Response Mode §2, JARM §2.3). */
export const RESPONSE_MODES = [
  'query',
  'fragment',
  'form_post',
  'query.jwt',
  'fragment.jwt',
  'form_post.jwt',
] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** The way that the parameters travel, signed or not. */
export const findCarrier = (mode: ResponseMode): 'query' | 'fragment' | 'form_post' =>
  mode.replace('.jwt', '') as 'query' | 'fragment' | 'form_post';

/** JARM §2.3: whether the parameters travel inside a JWT. */
export const isSignedMode = (mode: ResponseMode): boolean => mode.endsWith('.jwt');

const isResponseMode = (text: string): text is ResponseMode =>
  (RESPONSE_MODES as readonly string[]).includes(text);

/**
 * Multiple Response Types §2.1: the mode that was asked for, else the default of the response type.
 * @throws OAuthError invalid_request, also where a query would carry tokens (§5: "MUST NOT")
 */
export function checkResponseMode(parameters: Form, type: ResponseType): ResponseMode {
  const base = isFrontChannel(type) ? 'fragment' : 'query';
  const given = parameters.get('response_mode') ?? base;
  // JARM §2.3.4: `jwt` is the default mode of the response type, signed.
  const mode = given === 'jwt' ? `${base}.jwt` : given;
  if (!isResponseMode(mode))
    throw new OAuthError(
      'invalid_request',
      `response_mode must be one of: jwt, ${RESPONSE_MODES.join(', ')}.`,
    );
  if (isFrontChannel(type) && mode === 'query')
    throw new OAuthError('invalid_request', 'Tokens never travel in a query: use fragment or form_post.');
  // JARM §2.3.1: unless the response is encrypted, which ours is not.
  if (isFrontChannel(type) && mode === 'query.jwt')
    throw new OAuthError(
      'invalid_request',
      'Tokens never travel in a query: use fragment.jwt or form_post.jwt.',
    );
  return mode;
}

/** The mode of a refusal, as far as the request is clear: a client must find it where it looks. */
export function findErrorMode(parameters: Form): ResponseMode {
  const types = (parameters.get('response_type') ?? '').split(' ');
  const base = types.includes('token') || types.includes('id_token') ? 'fragment' : 'query';
  const given = parameters.get('response_mode') ?? base;
  const mode = given === 'jwt' ? `${base}.jwt` : given;
  return isResponseMode(mode) ? mode : base;
}
