import type { ProviderDetail, ProviderInput } from '@gatehouse/dto';

/** A provider as the form keeps it. */
export type ProviderDraft = { [Name in keyof ProviderInput]: ProviderInput[Name] };

export const NEW_PROVIDER: ProviderDraft = {
  name: '',
  flow: 'client_credentials',
  clientId: '',
  authenticationMethod: 'client_secret_basic',
  scopes: [],
};

/** What is saved: an empty secret is none, what is stored stays. */
export function toInput({ clientSecret, privateKey, refreshToken, ...draft }: ProviderDraft): ProviderInput {
  return {
    ...draft,
    ...(clientSecret && { clientSecret }),
    ...(privateKey && { privateKey }),
    ...(refreshToken && { refreshToken }),
  };
}

export const toDraft = (provider: ProviderDetail): ProviderDraft => ({
  name: provider.name,
  flow: provider.flow,
  issuer: provider.issuer,
  tokenEndpoint: provider.tokenEndpoint,
  authorizationEndpoint: provider.authorizationEndpoint,
  clientId: provider.clientId,
  authenticationMethod: provider.authenticationMethod,
  keyId: provider.keyId,
  scopes: [...provider.scopes],
  resource: provider.resource,
  audience: provider.audience,
  subject: provider.subject,
});
