import type { IdentityProviderDetail, IdentityProviderInput } from '@gatehouse/dto';

/** An identity provider as the form keeps it: secrets are empty until somebody enters new ones. */
export type ProviderDraft = {
  [Name in keyof IdentityProviderInput]-?: NonNullable<IdentityProviderInput[Name]>;
};

export const NEW_PROVIDER: ProviderDraft = {
  name: '',
  slug: '',
  issuer: '',
  enabled: true,
  clientId: '',
  authenticationMethod: 'client_secret_basic',
  clientSecret: '',
  privateKey: '',
  keyId: '',
  scopes: ['openid', 'profile', 'email'],
  usernameClaim: 'preferred_username',
  nameClaim: 'name',
  allowsSignUp: false,
  emailDomains: [],
  assumesEmailVerified: false,
};

export const toDraft = (provider: IdentityProviderDetail): ProviderDraft => ({
  name: provider.name,
  slug: provider.slug,
  issuer: provider.issuer,
  enabled: provider.enabled,
  clientId: provider.clientId,
  authenticationMethod: provider.authenticationMethod,
  clientSecret: '',
  privateKey: '',
  keyId: provider.keyId ?? '',
  scopes: [...provider.scopes],
  usernameClaim: provider.usernameClaim,
  nameClaim: provider.nameClaim,
  allowsSignUp: provider.allowsSignUp,
  emailDomains: [...provider.emailDomains],
  assumesEmailVerified: provider.assumesEmailVerified,
});

/** What is saved: an empty secret is none, what is stored stays. */
export const toInput = ({
  clientSecret,
  privateKey,
  keyId,
  ...draft
}: ProviderDraft): IdentityProviderInput => ({
  ...draft,
  keyId: keyId === '' ? null : keyId,
  ...(clientSecret !== '' && { clientSecret }),
  ...(privateKey !== '' && { privateKey }),
});

/** "Acme Corp." as a part of an address: "acme-corp". */
export const suggestSlug = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50);
