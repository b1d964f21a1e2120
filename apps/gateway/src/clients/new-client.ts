import {
  type ClientDetail,
  type ClientEdit,
  type CreateApplication,
  type CreateClient,
  fitToProfile,
} from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { NewClient } from '@gatehouse/persistence';
import { checkCredentials } from '../platform/registry/credential-rules.js';
import { checkProfile, withChange } from '../platform/registry/profile-rules.js';
import { KIND_SETTINGS } from '../platform/registry/kinds.js';
import type { RunTimeSettings } from '../platform/run-time-settings.js';
import { toClientChange } from './client-change.js';

/** A client with the safe settings of its kind. */
export const toNewClient = (
  ids: Pick<NewClient, 'id' | 'applicationId'>,
  { kind, name = '', redirectUris, allowedScopes }: CreateClient,
  {
    accessTokenSeconds,
    refreshIdleSeconds,
  }: Pick<RunTimeSettings, 'accessTokenSeconds' | 'refreshIdleSeconds'>,
): NewClient => ({
  ...ids,
  name,
  accessTokenLifetimeSeconds: accessTokenSeconds,
  refreshTokenIdleSeconds: refreshIdleSeconds,
  ...KIND_SETTINGS[kind],
  redirectUris,
  allowedScopes,
  // Where a request names no scope, it asks for all that is allowed; the end user still decides.
  defaultScopes: allowedScopes,
});

export type FirstClientChoice = Pick<CreateApplication, 'profile' | 'jwksUri'>;

/**
 * A client as the profile that was chosen for it lets it be, from its first moment.
 * @throws InvalidFieldsError naming what somebody has to give first
 */
export function fitNewClient(client: NewClient, { profile, jwksUri }: FirstClientChoice): NewClient {
  if (profile === undefined && jwksUri === undefined) return client;
  const plain = {
    accessTokenLifetimeSeconds: 0,
    ...DEFAULT_CLIENT_SETTINGS,
    ...client,
    tokenEndpointAuthMethod: client.authenticationMethod,
  } as unknown as ClientDetail;
  const chosen: ClientEdit = { ...(profile && { profile }), ...(jwksUri !== undefined && { jwksUri }) };
  const held = withChange(plain, chosen, DEFAULT_CLIENT_SETTINGS);
  const change = { ...fitToProfile(held.profile, held), ...chosen };
  checkProfile(withChange(plain, change, DEFAULT_CLIENT_SETTINGS));
  checkCredentials(plain, change);
  return { ...client, ...toClientChange(plain, change) };
}

/** Whether a client proves who it is with a secret, and so gets one. */
export const hasSecret = ({ type, authenticationMethod }: NewClient): boolean =>
  type === 'confidential' && authenticationMethod.startsWith('client_secret_');
