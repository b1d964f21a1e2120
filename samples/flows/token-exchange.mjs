// Token exchange (RFC 8693): a service behind the application goes on for the same user, and says that it does.
import * as client from 'openid-client';
import { configure, register, say, show } from './gatehouse.mjs';
import { REGISTERED_REDIRECT_URI } from './loopback.mjs';
import { signIn } from './sign-in.mjs';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const application = await register('token exchange, application', {
  kind: 'native',
  redirectUris: [REGISTERED_REDIRECT_URI],
});
const service = await register(
  'token exchange, service',
  { kind: 'machine' },
  { grantTypes: [GRANT_TYPE], exchangeableClients: [application.clientId] },
);
const { access_token } = await signIn(await configure(application), 'photos');

say('The application calls the service with its access token. The service exchanges it:\n');
const config = await configure(service);
const exchanged = await client.genericGrantRequest(config, GRANT_TYPE, {
  subject_token: access_token,
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  scope: 'photos',
});
show('The token endpoint answered', exchanged);
show('Introspection tells who acts', await client.tokenIntrospection(config, exchanged.access_token));
