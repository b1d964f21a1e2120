// Revocation (RFC 7009): giving up a refresh token ends the access tokens that came from it, at once and everywhere.
import * as client from 'openid-client';
import { callPhotoApi, configure, register, say } from './gatehouse.mjs';
import { REGISTERED_REDIRECT_URI } from './loopback.mjs';
import { signIn } from './sign-in.mjs';

const config = await configure(
  await register('revoke', { kind: 'native', redirectUris: [REGISTERED_REDIRECT_URI] }),
);
const { access_token, refresh_token = '' } = await signIn(config, 'photos');
await callPhotoApi(access_token);
await client.tokenRevocation(config, refresh_token);
say('The refresh token was revoked. The access token, which nobody touched:\n');
await callPhotoApi(access_token);
