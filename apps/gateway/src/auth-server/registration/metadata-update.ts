import type { ClientDetail } from '@gatehouse/dto';
import {
  type ClientMetadata,
  DEFAULT_CLIENT_SETTINGS,
  findClientType,
  OAuthError,
  REGISTRABLE_SETTINGS,
} from '@gatehouse/oauth-core';
import type {
  ApplicationRecord,
  ApplicationTree,
  ClientRegistrationRecord,
  RegistrationChange,
} from '@gatehouse/persistence';
import { listProfileProblems } from '../../platform/registry/profile-rules.js';
import { toColumns, toFacts } from './registered-rows.js';

type PresentClient = ApplicationTree['clients'][number];

const SHARED_SECRETS: readonly string[] = ['client_secret_basic', 'client_secret_post'];

/** A new way to authenticate must not need a secret that the client has not got. */
function checkMethod(present: PresentClient, metadata: ClientMetadata): void {
  const { authenticationMethod: before } = present;
  const { authenticationMethod: after } = metadata;
  const isKept = before === after || (SHARED_SECRETS.includes(before) && SHARED_SECRETS.includes(after));
  const isNewKind = findClientType(metadata) !== present.type;
  if (isKept || (!isNewKind && !after.startsWith('client_secret_'))) return;
  throw new OAuthError(
    'invalid_client_metadata',
    `token_endpoint_auth_method cannot change from ${before} to ${after}: register another client.`,
  );
}

/** An operator may have held the client to a profile: it cannot leave it by itself. */
function checkHeld(present: PresentClient, client: ReturnType<typeof toColumns>): void {
  const { settings, authenticationMethod, ...columns } = client;
  const changed = {
    ...present,
    ...columns,
    ...DEFAULT_CLIENT_SETTINGS,
    ...settings,
    tokenEndpointAuthMethod: authenticationMethod,
  } as unknown as ClientDetail;
  const [problem] = listProfileProblems(changed.profile, changed);
  if (problem !== undefined) throw new OAuthError('invalid_client_metadata', problem.message);
}

/**
 * RFC 7592 §2.2: what a client says of itself instead of what it said before. What operators have set besides stays; but a
 * client under a new name is verified no longer.
 */
export function toUpdate(
  application: ApplicationRecord,
  present: PresentClient,
  metadata: ClientMetadata,
  scopes: readonly string[],
  registration: Pick<
    ClientRegistrationRecord,
    'applicationType' | 'contacts' | 'softwareId' | 'softwareVersion'
  >,
): RegistrationChange {
  checkMethod(present, metadata);
  const facts = toFacts(metadata);
  const kept = Object.entries(present.settings).filter(
    ([name]) => !(REGISTRABLE_SETTINGS as readonly string[]).includes(name),
  );
  const columns = toColumns(metadata, scopes);
  const client = { ...columns, settings: { ...Object.fromEntries(kept), ...columns.settings } };
  checkHeld(present, client);
  return {
    application: { ...facts, ...(facts.name !== application.name && { isVerified: false }) },
    client,
    registration,
  };
}
