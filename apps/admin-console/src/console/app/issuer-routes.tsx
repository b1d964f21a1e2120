import type { RouteObject } from 'react-router';
import { pages } from '../../lib/paths';
import { show } from './show';

/** Pages about others who issue tokens, or tell who somebody is. */
export const issuerRoutes: RouteObject[] = [
  {
    path: pages.providers,
    lazy: show('providers', async () => (await import('../features/providers/providers.page')).ProvidersPage),
  },
  {
    path: pages.newProvider,
    lazy: show(
      'providers',
      async () => (await import('../features/providers/provider.page')).NewProviderPage,
    ),
  },
  {
    path: '/providers/:id',
    lazy: show('providers', async () => (await import('../features/providers/provider.page')).ProviderPage),
  },
  {
    path: pages.trustedIssuers,
    lazy: show(
      'trusted-issuers',
      async () => (await import('../features/trusted-issuers/trusted-issuers.page')).TrustedIssuersPage,
    ),
  },
  {
    path: pages.newTrustedIssuer,
    lazy: show(
      'trusted-issuers',
      async () => (await import('../features/trusted-issuers/trusted-issuer.page')).NewTrustedIssuerPage,
    ),
  },
  {
    path: '/trusted-issuers/:id',
    lazy: show(
      'trusted-issuers',
      async () => (await import('../features/trusted-issuers/trusted-issuer.page')).EditTrustedIssuerPage,
    ),
  },
  {
    path: pages.outsideIssuers,
    lazy: show(
      'outside-issuers',
      async () => (await import('../features/outside-issuers/outside-issuers.page')).OutsideIssuersPage,
    ),
  },
  {
    path: pages.newOutsideIssuer,
    lazy: show(
      'outside-issuers',
      async () => (await import('../features/outside-issuers/outside-issuer.page')).NewOutsideIssuerPage,
    ),
  },
  {
    path: '/outside-issuers/:id',
    lazy: show(
      'outside-issuers',
      async () => (await import('../features/outside-issuers/outside-issuer.page')).EditOutsideIssuerPage,
    ),
  },
  {
    path: pages.identityProviders,
    lazy: show(
      'identity-providers',
      async () =>
        (await import('../features/identity-providers/identity-providers.page')).IdentityProvidersPage,
    ),
  },
  {
    path: pages.newIdentityProvider,
    lazy: show(
      'identity-providers',
      async () =>
        (await import('../features/identity-providers/identity-provider.page')).NewIdentityProviderPage,
    ),
  },
  {
    path: '/identity-providers/:id',
    lazy: show(
      'identity-providers',
      async () =>
        (await import('../features/identity-providers/identity-provider.page')).EditIdentityProviderPage,
    ),
  },
];
