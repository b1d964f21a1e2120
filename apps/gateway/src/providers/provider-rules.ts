import type { ProviderSettings } from '@gatehouse/gateway-core';
import type { ProviderInput } from '@gatehouse/dto';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { findPrivateKeyProblem } from '../platform/upstream-tokens/private-key.js';
import type { ProviderSecrets } from '../platform/upstream-tokens/provider-secrets.js';

const ADDRESSES = ['issuer', 'tokenEndpoint', 'authorizationEndpoint'] as const;

function listAddressProblems(input: ProviderInput, allowsPlainHttp: boolean): FieldProblem[] {
  const { flow, issuer, tokenEndpoint, authorizationEndpoint } = input;
  const problems: FieldProblem[] = ADDRESSES.filter(
    (field) => input[field]?.startsWith('http:') === true && !allowsPlainHttp,
  ).map((field) => fieldProblem(field, 'not-https', { field }));
  if (issuer == null && tokenEndpoint == null)
    problems.push(fieldProblem('issuer', 'no-issuer-or-token-endpoint'));
  if (flow !== 'authorization_code') return problems;
  // RFC 9207 §2.4: without it nobody could tell whose answer came back.
  if (issuer == null) problems.push(fieldProblem('issuer', 'connecting-without-issuer'));
  if (tokenEndpoint != null && authorizationEndpoint == null)
    problems.push(fieldProblem('authorizationEndpoint', 'no-authorization-endpoint'));
  return problems;
}

function listSecretProblems(
  { flow, authenticationMethod }: ProviderInput,
  { clientSecret, privateKey, refreshToken }: ProviderSecrets,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const needsSecret = authenticationMethod.startsWith('client_secret');
  const needsKey = authenticationMethod === 'private_key_jwt' || flow === 'jwt_bearer';
  if (needsSecret && clientSecret === undefined)
    problems.push(fieldProblem('clientSecret', 'no-client-secret'));
  if (needsKey && privateKey === undefined) problems.push(fieldProblem('privateKey', 'no-private-key'));
  const keyProblem = privateKey === undefined ? undefined : findPrivateKeyProblem(privateKey);
  if (keyProblem !== undefined) problems.push(fieldProblem('privateKey', keyProblem));
  if (flow === 'refresh_token' && refreshToken === undefined)
    problems.push(fieldProblem('refreshToken', 'no-refresh-token'));
  // RFC 6749 §4.4: the client credentials grant is for confidential clients alone.
  if (flow === 'client_credentials' && authenticationMethod === 'none')
    problems.push(fieldProblem('authenticationMethod', 'client-credentials-without-authentication'));
  return problems;
}

/** @throws InvalidFieldsError with every reason why a provider cannot be asked so */
export function checkProvider(
  input: ProviderInput,
  secrets: ProviderSecrets,
  allowsPlainHttp: boolean,
): void {
  const problems = [...listAddressProblems(input, allowsPlainHttp), ...listSecretProblems(input, secrets)];
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

export const toSettings = (input: ProviderInput): ProviderSettings => ({
  flow: input.flow,
  issuer: input.issuer ?? null,
  tokenEndpoint: input.tokenEndpoint ?? null,
  authorizationEndpoint: input.authorizationEndpoint ?? null,
  clientId: input.clientId,
  authenticationMethod: input.authenticationMethod,
  keyId: input.keyId ?? null,
  scopes: input.scopes,
  resource: input.resource ?? null,
  audience: input.audience ?? null,
  subject: input.subject ?? null,
});

/** The secrets that an operator entered, over those that there were. */
export const mergeSecrets = (
  before: ProviderSecrets,
  { clientSecret, privateKey, refreshToken }: ProviderInput,
): ProviderSecrets => ({
  ...before,
  ...(clientSecret !== undefined && { clientSecret }),
  ...(privateKey !== undefined && { privateKey }),
  ...(refreshToken !== undefined && { refreshToken }),
});
