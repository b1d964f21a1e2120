// What an access token is worth: introspection (RFC 7662) for a resource server, which authenticates; token information
// for whoever holds it.
import * as client from 'openid-client';
import { configure, ISSUER, register, show } from './gatehouse.mjs';

const config = await configure(await register('introspect', { kind: 'machine' }));
const { access_token } = await client.clientCredentialsGrant(config, { scope: 'photos' });
show('Introspection says', await client.tokenIntrospection(config, access_token));

const response = await fetch(`${ISSUER}/oauth2/tokeninfo`, {
  headers: { authorization: `Bearer ${access_token}` },
});
show('Token information says', await response.json());
show('Of a text that is no token, introspection says', await client.tokenIntrospection(config, 'nonsense'));
