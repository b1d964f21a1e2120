import type { Operation } from './open-api.operations.js';

/** Outside authorization servers whose access tokens upstreams get. */
export const PROVIDER_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/providers',
    tag: 'Providers',
    summary: 'List and search the providers of access tokens for upstreams',
    query: 'PageQuery',
    answer: 'ProviderPage',
    status: 200,
  },
  {
    method: 'post',
    path: '/providers',
    tag: 'Providers',
    summary: 'Add a provider; its secrets are stored sealed and never answered',
    body: 'ProviderInput',
    answer: 'ProviderDetail',
    status: 201,
  },
  {
    method: 'get',
    path: '/providers/{id}',
    tag: 'Providers',
    summary: 'One provider, and how it is with its access token',
    answer: 'ProviderDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/providers/{id}',
    tag: 'Providers',
    summary: 'Replace a provider; unless only its name is new, its tokens are thrown away',
    body: 'UpdateProvider',
    answer: 'ProviderDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/providers/{id}',
    tag: 'Providers',
    summary: 'Delete a provider that no API uses, with its tokens',
    status: 204,
  },
  {
    method: 'post',
    path: '/providers/{id}/test',
    tag: 'Providers',
    summary: 'Fetch an access token now, and say what happened',
    answer: 'ProviderTest',
    status: 200,
  },
  {
    method: 'post',
    path: '/providers/{id}/connection',
    tag: 'Providers',
    summary: 'Begin to connect a provider: where the browser goes, and a cookie that it has to bring back',
    answer: 'ProviderConnection',
    status: 200,
  },
];
