import type { Client } from '../kernel/client.js';
import type { OAuthError } from '../kernel/oauth-error.js';
import { getClientSigningKey } from '../client-profiles/signing-key.js';
import { signAuthorizationResponse } from '../jarm/signed-response.js';
import { findCarrier, isSignedMode, type ResponseMode } from '../multiple-response-types/response-mode.js';
import type { Directory } from '../ports/directory.js';

/** Where an answer of the authorization endpoint goes, and how. */
export interface ResponseTarget {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | null | undefined;
}

/** An answer on its way to the client: an address to go to, or a form to send. */
export type AuthorizationAnswer =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** Who answers. */
export interface AnswerContext {
  readonly issuer: string;
  readonly directory: Directory;
  readonly client: Client;
  /** Epoch milliseconds. */
  readonly now: number;
}

function carry(target: ResponseTarget, parameters: Readonly<Record<string, string>>): AuthorizationAnswer {
  const carrier = findCarrier(target.responseMode);
  // Form Post Response Mode §2
  if (carrier === 'form_post') return { kind: 'form', action: target.redirectUri, fields: parameters };
  const text = new URLSearchParams(parameters).toString();
  if (carrier === 'fragment') return { kind: 'redirect', location: `${target.redirectUri}#${text}` };
  // RFC 6749 §3.1.2: a query component of the redirect URI is kept.
  const separator = target.redirectUri.includes('?') ? '&' : '?';
  return { kind: 'redirect', location: `${target.redirectUri}${separator}${text}` };
}

/**
 * RFC 6749 §4.1.2, §4.2.2: the answer with its parameters, and with `state` and `iss` (RFC 9207 §2: on success and on
 * error); inside a signed JWT where the request asked for that (JARM §2.3).
 */
export async function buildAnswer(
  { issuer, directory, client, now }: AnswerContext,
  target: ResponseTarget,
  parameters: Readonly<Record<string, string>>,
): Promise<AuthorizationAnswer> {
  const state = typeof target.state === 'string' ? { state: target.state } : {};
  if (!isSignedMode(target.responseMode)) return carry(target, { ...parameters, ...state, iss: issuer });
  const key = getClientSigningKey(directory, client, client.authorizationSigningAlgorithm);
  const response = await signAuthorizationResponse(
    issuer,
    key,
    client.clientId,
    { ...parameters, ...state },
    now,
  );
  return carry(target, { response });
}

/** RFC 6749 §4.1.2.1: the answer that carries a refusal. */
export const buildErrorAnswer = (
  context: AnswerContext,
  target: ResponseTarget,
  error: OAuthError,
): Promise<AuthorizationAnswer> =>
  buildAnswer(context, target, { error: error.code, error_description: error.description });
