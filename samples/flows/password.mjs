// Resource owner password (RFC 6749 §4.3), LEGACY: the application asks for the password itself. RFC 9700 §2.4 forbids
// it; use authorization-code.mjs. Here for those who have to move away from it.
import * as client from 'openid-client';
import { callPhotoApi, configure, getUser, register, show } from './gatehouse.mjs';

const config = await configure(
  await register('password (legacy)', { kind: 'machine' }, { profile: 'legacy', grantTypes: ['password'] }),
);
const { username, password } = await getUser();
const tokens = await client.genericGrantRequest(config, 'password', { username, password, scope: 'photos' });
show(`The token endpoint answered, for ${username}`, tokens);
await callPhotoApi(tokens.access_token);
