import { randomUUID } from 'node:crypto';
import { type ClientMetadata, findClientType, OAuthError } from '@gatehouse/oauth-core';
import type {
  ApplicationKind,
  ClientChange,
  NewApplication,
  NewClient,
  RegistrationPolicyRecord,
} from '@gatehouse/persistence';
import { KIND_SETTINGS, makeClientId } from '../../platform/registry/kinds.js';
import type { RunTimeSettings } from '../../platform/run-time-settings.js';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** What kind of program it is, by what it says of itself. */
export function findKind(
  { grantTypes, redirectUris, applicationType, authenticationMethod }: ClientMetadata,
  { registersAgents }: Pick<RegistrationPolicyRecord, 'registersAgents'>,
): ApplicationKind {
  if (grantTypes.includes('authorization_code')) {
    if (registersAgents) return 'agent';
    if (authenticationMethod !== 'none') return 'web';
    const isOnDevice = redirectUris.some((uri) => !uri.startsWith('https:'));
    return applicationType === 'native' || isOnDevice ? 'native' : 'spa';
  }
  return grantTypes.includes(DEVICE_GRANT) ? 'device' : 'machine';
}

const findHost = (uri: string | undefined): string =>
  uri !== undefined && URL.canParse(uri) ? new URL(uri).hostname : '';

/** What users see; RFC 7591 §2: where a client has no name, its ID would be shown. */
export const findName = ({ name, homepageUrl, redirectUris }: ClientMetadata): string =>
  name ?? ((findHost(homepageUrl) || findHost(redirectUris[0])).slice(0, 100) || 'Registered client');

const findMail = (contacts: readonly string[]): string | null =>
  contacts.find((text) => text.length <= 254 && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) ?? null;

/** What a client may say of its application. That it is verified, first-party or whose it is, operators say. */
export const toFacts = (
  metadata: ClientMetadata,
): Pick<NewApplication, 'name' | 'contactEmail' | 'homepageUrl' | 'privacyUrl' | 'termsUrl'> => ({
  name: findName(metadata),
  contactEmail: findMail(metadata.contacts),
  homepageUrl: metadata.homepageUrl ?? null,
  privacyUrl: metadata.privacyUrl ?? null,
  termsUrl: metadata.termsUrl ?? null,
});

/** The columns of a client that it says itself. */
export const toColumns = (
  { authenticationMethod, redirectUris, grantTypes, settings }: ClientMetadata,
  scopes: readonly string[],
): Required<
  Pick<
    ClientChange,
    'authenticationMethod' | 'redirectUris' | 'grantTypes' | 'allowedScopes' | 'defaultScopes' | 'settings'
  >
> => ({
  authenticationMethod,
  redirectUris: [...redirectUris],
  grantTypes: [...grantTypes],
  allowedScopes: [...scopes],
  defaultScopes: [...scopes],
  settings: { ...settings },
});

/** An application with one client, as it describes itself. */
export function toRows(
  metadata: ClientMetadata,
  scopes: readonly string[],
  policy: Pick<RegistrationPolicyRecord, 'name' | 'registersAgents' | 'organizationId'>,
  {
    accessTokenSeconds,
    refreshIdleSeconds,
  }: Pick<RunTimeSettings, 'accessTokenSeconds' | 'refreshIdleSeconds'>,
  clientId = makeClientId(findName(metadata)),
): { readonly application: NewApplication; readonly client: NewClient } {
  const kind = findKind(metadata, policy);
  const { accessTokenLifetimeSeconds, refreshTokenLifetimeSeconds } = KIND_SETTINGS[kind];
  const application: NewApplication = {
    ...toFacts(metadata),
    id: randomUUID(),
    description: '',
    kind,
    publisher: null,
    isVerified: false,
    contactPhone: null,
    isFirstParty: false,
    organizationId: policy.organizationId,
    createdBy: policy.name,
  };
  const client: NewClient = {
    id: clientId,
    applicationId: application.id,
    name: '',
    type: findClientType(metadata),
    ...toColumns(metadata, scopes),
    accessTokenLifetimeSeconds: accessTokenLifetimeSeconds ?? accessTokenSeconds,
    refreshTokenIdleSeconds: refreshIdleSeconds,
    ...(refreshTokenLifetimeSeconds !== undefined && { refreshTokenLifetimeSeconds }),
  };
  return { application, client };
}

/** RFC 7591 §2.1, and what this server adds: who may register what. @throws OAuthError invalid_client_metadata */
export function checkTerms(
  metadata: ClientMetadata,
  { kind, requiresStatement }: Pick<RegistrationPolicyRecord, 'kind' | 'requiresStatement'>,
  hasStatement: boolean,
): void {
  if (requiresStatement && !hasStatement)
    throw new OAuthError(
      'invalid_software_statement',
      'software_statement is missing: these terms demand one.',
    );
  // Whoever may ask anybody by name is somebody whom an operator knows.
  if (kind !== 'token' && metadata.grantTypes.includes('urn:openid:params:grant-type:ciba'))
    throw new OAuthError(
      'invalid_client_metadata',
      'urn:openid:params:grant-type:ciba needs an initial access token: nobody else has said that this client may ask people.',
    );
  if (kind !== 'token' && metadata.grantTypes.includes('client_credentials'))
    throw new OAuthError(
      'invalid_client_metadata',
      'client_credentials needs an initial access token: nobody else has said that this client may act for itself.',
    );
}
