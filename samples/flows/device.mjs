// Device authorization (RFC 8628): a television without a browser; its user allows it on a phone.
import * as client from 'openid-client';
import { callPhotoApi, configure, register, say, show } from './gatehouse.mjs';
import { REGISTERED_REDIRECT_URI } from './loopback.mjs';

const registered = await register(
  'device',
  { kind: 'native', redirectUris: [REGISTERED_REDIRECT_URI] },
  { grantTypes: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'] },
);
const config = await configure(registered);
const device = await client.initiateDeviceAuthorization(config, { scope: 'photos' });
say(`Open ${device.verification_uri} on another screen and enter ${device.user_code}`);
say('(or open this, which has the code in it):\n');
say(`  ${device.verification_uri_complete ?? ''}\n`);
// Asks every few seconds, and more slowly when told so.
const tokens = await client.pollDeviceAuthorizationGrant(config, device);
show('The token endpoint answered', tokens);
await callPhotoApi(tokens.access_token);
