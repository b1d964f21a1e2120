import { randomUUID } from 'node:crypto';
import { hashSecret } from '@gatehouse/oauth-core';
import {
  type Database,
  ensureBuiltInClient,
  ensureFirstOperator,
  removeBuiltInClient,
} from '@gatehouse/persistence';
import { ADMIN_SCOPES } from '@gatehouse/scopes';
import type { Env } from './env.js';
import { generatePassword, hashPassword } from './passwords.js';

const CONSOLE_APPLICATION_ID = '00000000-0000-4000-8000-000000000001';
const SETUP_APPLICATION_ID = '00000000-0000-4000-8000-000000000002';
/** Client ID that the console signs its operators in with. */
export const CONSOLE_CLIENT_ID = 'gatehouse-console';
const SETUP_CLIENT_ID = 'gatehouse-setup';
/** The end users' account pages: signed in to like any application, by the same steps. */
export const ACCOUNT_APPLICATION_ID = '00000000-0000-4000-8000-000000000003';
export const ACCOUNT_CLIENT_ID = 'gatehouse-account';
export const PROFILE_PAGE = '/account/profile';
export const SECURITY_PAGE = '/account/security';
export const WAITING_PAGE = '/account/requests';
export const REQUESTS_PAGE = '/apis/requests';

/** The first operator, with the password that is shown this once. */
export interface NewOperator {
  readonly username: string;
  readonly password: string;
}

/**
 * Makes what an empty database lacks: the console's client, the set-up client where asked for, and the
 * first operator. Safe to run at every start and on several nodes at once.
 * @returns the first operator if it was made now
 */
export async function prepareFirstStart(
  { controlPool: pool }: Database,
  env: Env,
): Promise<NewOperator | undefined> {
  const scopes = [ADMIN_SCOPES.read, ADMIN_SCOPES.write];
  await ensureBuiltInClient(pool, {
    applicationId: CONSOLE_APPLICATION_ID,
    clientId: CONSOLE_CLIENT_ID,
    name: 'Gatehouse console',
    description: 'Where operators sign in.',
    type: 'public',
    redirectUris: [`${env.adminUrl}/session/callback`],
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes,
    accessTokenLifetimeSeconds: 600,
    secretHash: null,
  });
  await ensureBuiltInClient(pool, {
    applicationId: ACCOUNT_APPLICATION_ID,
    clientId: ACCOUNT_CLIENT_ID,
    name: 'your account',
    description: 'Where end users look after their account.',
    type: 'public',
    redirectUris: [PROFILE_PAGE, SECURITY_PAGE, WAITING_PAGE, REQUESTS_PAGE].map((page) => env.issuer + page),
    grantTypes: ['authorization_code'],
    scopes: ['openid'],
    accessTokenLifetimeSeconds: 600,
    secretHash: null,
  });
  if (env.setupClientSecret === '') await removeBuiltInClient(pool, SETUP_APPLICATION_ID);
  else
    await ensureBuiltInClient(pool, {
      applicationId: SETUP_APPLICATION_ID,
      clientId: SETUP_CLIENT_ID,
      name: 'Gatehouse set-up',
      description: 'Scripted set-up, with the secret of GATEHOUSE_SETUP_CLIENT_SECRET.',
      type: 'confidential',
      redirectUris: [],
      grantTypes: ['client_credentials'],
      scopes,
      accessTokenLifetimeSeconds: 600,
      secretHash: hashSecret(env.setupClientSecret),
    });
  return makeFirstOperator(pool);
}

async function makeFirstOperator(pool: Database['pool']): Promise<NewOperator | undefined> {
  const operator: NewOperator = { username: 'admin', password: generatePassword() };
  const isNew = await ensureFirstOperator(pool, async () => ({
    id: randomUUID(),
    username: operator.username,
    displayName: 'Administrator',
    passwordHash: await hashPassword(operator.password),
  }));
  return isNew ? operator : undefined;
}
