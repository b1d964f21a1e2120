import type { ApiInput } from '@gatehouse/dto';
import i18next from 'i18next';

/** The scope of the first API; the guide has made it. */
const SCOPE = 'hello';

const makeGreeting = (): string =>
  JSON.stringify({ message: i18next.t('apis:first.greeting'), requestId: '{request.id}' }, null, 2);

/** An API that works at once: the gateway answers by itself, so no service has to be there. */
export const toFirstApi = (empty: ApiInput, basePath: string): ApiInput => ({
  ...empty,
  name: i18next.t('apis:first.name'),
  description: i18next.t('apis:first.hint'),
  basePath,
  // Nothing is sent there, as long as every route has a fixed response.
  targets: [{ url: 'http://localhost:8080', weight: 1 }],
  routes: [
    {
      methods: ['GET'],
      path: '/',
      access: 'scopes',
      scopes: [SCOPE],
      scopeMatch: 'all',
      fixedResponse: { status: 200, contentType: 'application/json', headers: [], body: makeGreeting() },
    },
  ],
});
