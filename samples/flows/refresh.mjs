// Refresh (RFC 6749 §6) with rotation (RFC 9700 §4.14.2): each refresh token is used once.
import * as client from 'openid-client';
import { configure, register, say, show } from './gatehouse.mjs';
import { REGISTERED_REDIRECT_URI } from './loopback.mjs';
import { signIn } from './sign-in.mjs';

const config = await configure(
  await register('refresh', { kind: 'native', redirectUris: [REGISTERED_REDIRECT_URI] }),
);
const first = await signIn(config, 'photos');
const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
show('The refresh token bought', second);
say(`It was replaced by another one: ${first.refresh_token !== second.refresh_token ? 'yes' : 'no'}\n`);
