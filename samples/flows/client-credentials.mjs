// Client credentials (RFC 6749 §4.4): a program acts for itself; no user, no refresh token.
import * as client from 'openid-client';
import { callPhotoApi, configure, register, show } from './gatehouse.mjs';

const config = await configure(await register('client credentials', { kind: 'machine' }));
const tokens = await client.clientCredentialsGrant(config, { scope: 'photos' });
show('The token endpoint answered', tokens);
await callPhotoApi(tokens.access_token);
