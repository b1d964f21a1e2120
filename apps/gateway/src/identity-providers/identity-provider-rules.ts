import type { IdentityProviderInput } from '@gatehouse/dto';
import type { IdentityProviderContent, IdentityProviderSettings } from '@gatehouse/persistence';
import type { IdentityProviderSecrets } from '../platform/identity-providers.js';
import { findPrivateKeyProblem } from '../platform/upstream-tokens/private-key.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';

export interface IdentityProviderContext {
  readonly ownIssuer: string;
  readonly allowsPlainHttp: boolean;
  /** What it was before; undefined for a new one. */
  readonly issuerBefore: string | undefined;
}

function listIssuerProblems(
  issuer: string,
  { ownIssuer, allowsPlainHttp, issuerBefore }: IdentityProviderContext,
): FieldProblem[] {
  if (issuer === ownIssuer) return [fieldProblem('issuer', 'identity-provider-is-gatehouse')];
  if (issuerBefore !== undefined && issuer !== issuerBefore)
    return [fieldProblem('issuer', 'identity-provider-issuer-stays')];
  if (issuer.startsWith('http:') && !allowsPlainHttp)
    return [fieldProblem('issuer', 'not-https', { field: 'issuer' })];
  return [];
}

function listSecretProblems(
  { authenticationMethod }: IdentityProviderInput,
  { clientSecret, privateKey }: IdentityProviderSecrets,
): FieldProblem[] {
  if (authenticationMethod.startsWith('client_secret') && clientSecret === undefined)
    return [fieldProblem('clientSecret', 'no-client-secret')];
  if (authenticationMethod === 'private_key_jwt' && privateKey === undefined)
    return [fieldProblem('privateKey', 'no-private-key')];
  const keyProblem = privateKey === undefined ? undefined : findPrivateKeyProblem(privateKey);
  return keyProblem === undefined ? [] : [fieldProblem('privateKey', keyProblem)];
}

/** @throws InvalidFieldsError with every reason why people cannot sign in with a provider so */
export function checkIdentityProvider(
  input: IdentityProviderInput,
  secrets: IdentityProviderSecrets,
  context: IdentityProviderContext,
): void {
  const problems = [...listIssuerProblems(input.issuer, context), ...listSecretProblems(input, secrets)];
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** The secrets that an operator entered, over those that there were. */
export const mergeIdentitySecrets = (
  before: IdentityProviderSecrets,
  { clientSecret, privateKey }: IdentityProviderInput,
): IdentityProviderSecrets => ({
  ...before,
  ...(clientSecret !== undefined && { clientSecret }),
  ...(privateKey !== undefined && { privateKey }),
});

const DEFAULT_SCOPES = ['openid', 'profile', 'email'];

const toSettings = (input: IdentityProviderInput): IdentityProviderSettings => ({
  clientId: input.clientId,
  authenticationMethod: input.authenticationMethod,
  keyId: input.keyId ?? null,
  // OpenID Connect Core §3.1.2.1: without openid it is no OpenID request.
  scopes: [...new Set(['openid', ...(input.scopes ?? DEFAULT_SCOPES)])],
  usernameClaim: input.usernameClaim ?? 'preferred_username',
  nameClaim: input.nameClaim ?? 'name',
  allowsSignUp: input.allowsSignUp ?? false,
  emailDomains: input.emailDomains ?? [],
  assumesEmailVerified: input.assumesEmailVerified ?? false,
});

export const toContent = (input: IdentityProviderInput, sealedSecrets: Buffer): IdentityProviderContent => ({
  slug: input.slug,
  name: input.name,
  issuer: input.issuer,
  enabled: input.enabled ?? true,
  settings: toSettings(input),
  sealedSecrets,
});
