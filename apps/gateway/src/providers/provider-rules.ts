import type { ProviderSettings } from '@gatehouse/gateway-core';
import type { ProviderInput } from '@gatehouse/dto';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { findPrivateKeyProblem } from '../platform/upstream-tokens/private-key.js';
import type { ProviderSecrets } from '../platform/upstream-tokens/provider-secrets.js';

const ADDRESSES = ['issuer', 'tokenEndpoint', 'authorizationEndpoint'] as const;

function listAddressProblems(input: ProviderInput, allowsPlainHttp: boolean): FieldProblem[] {
  const { flow, issuer, tokenEndpoint, authorizationEndpoint } = input;
  const problems: FieldProblem[] = ADDRESSES.filter(
    (field) => input[field]?.startsWith('http:') === true && !allowsPlainHttp,
  ).map((field) => ({ field, message: `${field} must begin with https://` }));
  if (issuer == null && tokenEndpoint == null)
    problems.push({ field: 'issuer', message: 'Give the issuer, or the address of the token endpoint.' });
  if (flow !== 'authorization_code') return problems;
  // RFC 9207 §2.4: without it nobody could tell whose answer came back.
  if (issuer == null)
    problems.push({ field: 'issuer', message: 'Connecting needs the issuer, to check whose answer it is.' });
  if (tokenEndpoint != null && authorizationEndpoint == null)
    problems.push({
      field: 'authorizationEndpoint',
      message: 'Give it too, or leave the token endpoint to be discovered.',
    });
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
    problems.push({ field: 'clientSecret', message: 'This way of authentication needs the client secret.' });
  if (needsKey && privateKey === undefined)
    problems.push({ field: 'privateKey', message: 'Assertions are signed with a private key: enter it.' });
  const keyProblem = privateKey === undefined ? undefined : findPrivateKeyProblem(privateKey);
  if (keyProblem !== undefined) problems.push({ field: 'privateKey', message: keyProblem });
  if (flow === 'refresh_token' && refreshToken === undefined)
    problems.push({ field: 'refreshToken', message: 'This flow begins with a refresh token: enter it.' });
  // RFC 6749 §4.4: the client credentials grant is for confidential clients alone.
  if (flow === 'client_credentials' && authenticationMethod === 'none')
    problems.push({
      field: 'authenticationMethod',
      message: 'Client credentials need a way to authenticate (RFC 6749 §4.4).',
    });
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
