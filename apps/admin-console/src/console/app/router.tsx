import { Anchor, Center, Loader } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { createBrowserRouter, Link } from 'react-router';
import { Page } from '../../components/ui/page';
import { EmptyState } from '../../components/ui/states';
import { pages } from '../../lib/paths';
import { SignInPage } from '../features/session/sign-in.page';
import { Shell } from './shell';

function Loading() {
  return (
    <Center mih="100dvh" role="status" aria-label="Loading">
      <Loader />
    </Center>
  );
}

function NotFoundPage() {
  return (
    <Page title="Page not found">
      <EmptyState icon={IconMapOff} title="There is nothing at this address">
        It may have been deleted, or the link is not complete.{' '}
        <Anchor component={Link} to={pages.overview} underline="always">
          Go to the overview
        </Anchor>
      </EmptyState>
    </Page>
  );
}

/** Every page has an address; each feature is loaded when it is first opened. */
export const router = createBrowserRouter([
  { path: pages.signIn, element: <SignInPage /> },
  {
    element: <Shell />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        index: true,
        lazy: async () => ({
          Component: (await import('../features/overview/overview.page')).OverviewPage,
        }),
      },
      {
        path: pages.applications,
        lazy: async () => ({
          Component: (await import('../features/applications/applications.page')).ApplicationsPage,
        }),
      },
      {
        path: pages.newApplication,
        lazy: async () => ({
          Component: (await import('../features/applications/new-application.page')).NewApplicationPage,
        }),
      },
      {
        path: '/applications/:id',
        lazy: async () => ({
          Component: (await import('../features/applications/application.page')).ApplicationPage,
        }),
      },
      {
        path: pages.apis,
        lazy: async () => ({ Component: (await import('../features/apis/apis.page')).ApisPage }),
      },
      {
        path: pages.newApi,
        lazy: async () => ({ Component: (await import('../features/apis/api.page')).NewApiPage }),
      },
      {
        path: pages.importApi,
        lazy: async () => ({
          Component: (await import('../features/apis/openapi/import.page')).ImportApiPage,
        }),
      },
      {
        path: '/apis/:id/openapi',
        lazy: async () => ({
          Component: (await import('../features/apis/openapi/update.page')).UpdateApiPage,
        }),
      },
      {
        path: '/apis/:id',
        lazy: async () => ({ Component: (await import('../features/apis/api.page')).EditApiPage }),
      },
      {
        path: pages.traffic,
        lazy: async () => ({ Component: (await import('../features/traffic/traffic.page')).TrafficPage }),
      },
      {
        path: '/traffic/:requestId',
        lazy: async () => ({ Component: (await import('../features/traffic/call.page')).CallPage }),
      },
      {
        path: pages.providers,
        lazy: async () => ({
          Component: (await import('../features/providers/providers.page')).ProvidersPage,
        }),
      },
      {
        path: pages.newProvider,
        lazy: async () => ({
          Component: (await import('../features/providers/provider.page')).NewProviderPage,
        }),
      },
      {
        path: '/providers/:id',
        lazy: async () => ({
          Component: (await import('../features/providers/provider.page')).ProviderPage,
        }),
      },
      {
        path: pages.scopes,
        lazy: async () => ({ Component: (await import('../features/scopes/scopes.page')).ScopesPage }),
      },
      {
        path: pages.users,
        lazy: async () => ({ Component: (await import('../features/users/users.page')).UsersPage }),
      },
      {
        path: '/users/:id',
        lazy: async () => ({ Component: (await import('../features/users/user.page')).UserPage }),
      },
      {
        path: pages.messages,
        lazy: async () => ({
          Component: (await import('../features/messages/messages.page')).MessagesPage,
        }),
      },
      {
        path: pages.authorizations,
        lazy: async () => ({
          Component: (await import('../features/authorizations/authorizations.page')).AuthorizationsPage,
        }),
      },
      {
        path: pages.trustedIssuers,
        lazy: async () => ({
          Component: (await import('../features/trusted-issuers/trusted-issuers.page')).TrustedIssuersPage,
        }),
      },
      {
        path: pages.newTrustedIssuer,
        lazy: async () => ({
          Component: (await import('../features/trusted-issuers/trusted-issuer.page')).NewTrustedIssuerPage,
        }),
      },
      {
        path: '/trusted-issuers/:id',
        lazy: async () => ({
          Component: (await import('../features/trusted-issuers/trusted-issuer.page')).EditTrustedIssuerPage,
        }),
      },
      {
        path: pages.outsideIssuers,
        lazy: async () => ({
          Component: (await import('../features/outside-issuers/outside-issuers.page')).OutsideIssuersPage,
        }),
      },
      {
        path: pages.newOutsideIssuer,
        lazy: async () => ({
          Component: (await import('../features/outside-issuers/outside-issuer.page')).NewOutsideIssuerPage,
        }),
      },
      {
        path: '/outside-issuers/:id',
        lazy: async () => ({
          Component: (await import('../features/outside-issuers/outside-issuer.page')).EditOutsideIssuerPage,
        }),
      },
      {
        path: pages.identityProviders,
        lazy: async () => ({
          Component: (await import('../features/identity-providers/identity-providers.page'))
            .IdentityProvidersPage,
        }),
      },
      {
        path: pages.newIdentityProvider,
        lazy: async () => ({
          Component: (await import('../features/identity-providers/identity-provider.page'))
            .NewIdentityProviderPage,
        }),
      },
      {
        path: '/identity-providers/:id',
        lazy: async () => ({
          Component: (await import('../features/identity-providers/identity-provider.page'))
            .EditIdentityProviderPage,
        }),
      },
      {
        path: pages.limits,
        lazy: async () => ({ Component: (await import('../features/limits/limits.page')).LimitsPage }),
      },
      {
        path: pages.brand,
        lazy: async () => ({ Component: (await import('../features/brand/brand.page')).BrandPage }),
      },
      {
        path: pages.keys,
        lazy: async () => ({ Component: (await import('../features/keys/keys.page')).KeysPage }),
      },
      {
        path: pages.nodes,
        lazy: async () => ({ Component: (await import('../features/nodes/nodes.page')).NodesPage }),
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
