// Authorization code with PKCE (RFC 6749 §4.1, RFC 7636): a user lets an application see their photos.
import { callPhotoApi, configure, register, show } from './gatehouse.mjs';
import { REGISTERED_REDIRECT_URI } from './loopback.mjs';
import { signIn } from './sign-in.mjs';

const registered = await register('authorization code', {
  kind: 'native',
  redirectUris: [REGISTERED_REDIRECT_URI],
});
const tokens = await signIn(await configure(registered), 'photos');
show('The token endpoint answered', tokens);
await callPhotoApi(tokens.access_token);
