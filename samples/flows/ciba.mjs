// CIBA: a cash desk asks somebody who stands elsewhere; they answer in their account, on their own phone.
import * as client from 'openid-client';
import { callPhotoApi, configure, getUser, ISSUER, register, say, show } from './gatehouse.mjs';
import { REGISTERED_REDIRECT_URI } from './loopback.mjs';

const registered = await register(
  'ciba',
  { kind: 'web', redirectUris: [REGISTERED_REDIRECT_URI], allowedScopes: ['openid', 'photos'] },
  { grantTypes: ['urn:openid:params:grant-type:ciba', 'refresh_token'] },
);
const config = await configure(registered);
const { username } = await getUser();
const asked = await client.initiateBackchannelAuthentication(config, {
  scope: 'openid photos',
  login_hint: username,
  // Shown here and there, so that people see that both are the same.
  binding_message: 'Till 4, order 4711',
});
say(
  `${username} is asked for their permission: "Till 4, order 4711". Open this on another screen, sign in and answer:\n`,
);
say(`  ${ISSUER}/account/requests\n`);
// Asks every few seconds, and more slowly when told so.
const tokens = await client.pollBackchannelAuthenticationGrant(config, asked);
show('The token endpoint answered', tokens);
await callPhotoApi(tokens.access_token);
