import { randomBytes } from 'node:crypto';
import type { ApplicationKind } from '@gatehouse/dto';
import type { NewClient } from '@gatehouse/persistence';

type KindSettings = Pick<NewClient, 'type' | 'authenticationMethod' | 'grantTypes'>;

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
};

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
