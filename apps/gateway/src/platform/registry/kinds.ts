import { randomBytes } from 'node:crypto';
import type { ApplicationKind } from '@gatehouse/dto';
import type { NewClient } from '@gatehouse/persistence';

type KindSettings = Pick<
  NewClient,
  | 'type'
  | 'authenticationMethod'
  | 'grantTypes'
  | 'accessTokenLifetimeSeconds'
  | 'refreshTokenLifetimeSeconds'
>;

/** Safe settings by kind: what can keep a secret gets one, what acts for users gets codes, and nothing gets more. */
export const KIND_SETTINGS: Readonly<Record<ApplicationKind, KindSettings>> = {
  web: {
    type: 'confidential',
    authenticationMethod: 'client_secret_basic',
    grantTypes: ['authorization_code', 'refresh_token'],
  },
  spa: { type: 'public', authenticationMethod: 'none', grantTypes: ['authorization_code', 'refresh_token'] },
  native: {
    type: 'public',
    authenticationMethod: 'none',
    grantTypes: ['authorization_code', 'refresh_token'],
  },
  machine: {
    type: 'confidential',
    authenticationMethod: 'client_secret_basic',
    grantTypes: ['client_credentials'],
  },
  device: {
    type: 'public',
    authenticationMethod: 'none',
    // RFC 8628
    grantTypes: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
  },
  // What acts for somebody by itself, and often: what it has is worth little for long.
  agent: {
    type: 'public',
    authenticationMethod: 'none',
    grantTypes: ['authorization_code', 'refresh_token'],
    accessTokenLifetimeSeconds: 600,
    refreshTokenLifetimeSeconds: 7 * 86_400,
  },
};

const SIGNS_NOBODY_IN: readonly ApplicationKind[] = ['machine', 'device'];

/** Whether browsers are sent back to an application of this kind. */
export const isKindRedirected = (kind: ApplicationKind): boolean => !SIGNS_NOBODY_IN.includes(kind);

/** A client ID that a person recognizes: the name in small letters, and eight random hex digits. */
export function makeClientId(applicationName: string): string {
  const slug = applicationName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
  return `${slug === '' ? 'client' : slug}-${randomBytes(4).toString('hex')}`;
}
