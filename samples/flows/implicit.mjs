// Implicit (RFC 6749 §4.2), LEGACY: the access token travels through the browser, behind the #. RFC 9700 §2.1.2 advises
// against it; use authorization-code.mjs. Here for those who have to move away from it.
import * as client from 'openid-client';
import { callPhotoApi, configure, register, say, show } from './gatehouse.mjs';
import { openLoopback, REGISTERED_REDIRECT_URI } from './loopback.mjs';

const registered = await register(
  'implicit (legacy)',
  { kind: 'native', redirectUris: [REGISTERED_REDIRECT_URI] },
  { profile: 'legacy', grantTypes: ['implicit'], responseTypes: ['token'] },
);
const loopback = await openLoopback({ inFragment: true });
const state = client.randomState();
const address = client.buildAuthorizationUrl(await configure(registered), {
  response_type: 'token',
  redirect_uri: loopback.redirectUri,
  scope: 'photos',
  state,
});
say('Open this in a browser, sign in and allow:\n');
say(`  ${address.href}\n`);
const callback = await loopback.callback;
loopback.close();

const answer = new URLSearchParams(callback.hash.slice(1));
if (answer.get('state') !== state) throw new Error('The answer belongs to another request.');
show('The fragment had', Object.fromEntries(answer));
await callPhotoApi(answer.get('access_token') ?? '');
