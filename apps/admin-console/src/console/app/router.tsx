import { createBrowserRouter } from 'react-router';
import { pages } from '../../lib/paths';
import { FailedPage, Loading, NotFoundPage } from './fallbacks';
import { issuerRoutes } from './issuer-routes';
import { registrationRoutes } from './registration-routes';
import { webhookRoutes } from './webhook-routes';
import { Shell } from './shell';
import { show } from './show';

/** Every page has an address; each feature is loaded when it is first opened. */
export const router = createBrowserRouter([
  {
    path: pages.signIn,
    hydrateFallbackElement: <Loading />,
    errorElement: <FailedPage />,
    lazy: show('session', async () => (await import('../features/session/sign-in.page')).SignInPage),
  },
  {
    path: pages.tryCallback,
    hydrateFallbackElement: <Loading />,
    errorElement: <FailedPage />,
    lazy: show('try', async () => (await import('../features/try/callback.page')).TryCallbackPage),
  },
  {
    element: <Shell />,
    hydrateFallbackElement: <Loading />,
    errorElement: <FailedPage />,
    children: [
      {
        index: true,
        lazy: show('overview', async () => (await import('../features/overview/overview.page')).OverviewPage),
      },
      {
        path: pages.applications,
        lazy: show(
          'applications',
          async () => (await import('../features/applications/applications.page')).ApplicationsPage,
        ),
      },
      {
        path: pages.newApplication,
        lazy: show(
          'applications',
          async () => (await import('../features/applications/new-application.page')).NewApplicationPage,
        ),
      },
      {
        path: pages.importApplications,
        lazy: show(
          'applications',
          async () => (await import('../features/applications/transfer/import.page')).ImportApplicationsPage,
        ),
      },
      {
        path: '/applications/:id',
        lazy: show(
          'applications',
          async () => (await import('../features/applications/application.page')).ApplicationPage,
        ),
      },
      {
        path: '/applications/:id/clients/:clientId',
        lazy: show(
          'applications',
          async () => (await import('../features/applications/client.page')).ClientPage,
        ),
      },
      {
        path: pages.apis,
        lazy: show('apis', async () => (await import('../features/apis/apis.page')).ApisPage),
      },
      {
        path: pages.newApi,
        lazy: show('apis', async () => (await import('../features/apis/api.page')).NewApiPage),
      },
      {
        path: pages.importApi,
        lazy: show('apis', async () => (await import('../features/apis/openapi/import.page')).ImportApiPage),
      },
      {
        path: '/apis/:id/openapi',
        lazy: show('apis', async () => (await import('../features/apis/openapi/update.page')).UpdateApiPage),
      },
      {
        path: '/apis/:id/callers',
        lazy: show(
          'apis',
          async () => (await import('../features/apis/callers/callers.page')).ApiCallersPage,
        ),
      },
      {
        path: '/apis/:id',
        lazy: show('apis', async () => (await import('../features/apis/api.page')).EditApiPage),
      },
      {
        path: pages.traffic,
        lazy: show('traffic', async () => (await import('../features/traffic/traffic.page')).TrafficPage),
      },
      {
        path: '/traffic/:requestId',
        lazy: show('traffic', async () => (await import('../features/traffic/call.page')).CallPage),
      },
      {
        path: pages.errors,
        lazy: show('traffic', async () => (await import('../features/traffic/errors.page')).ErrorsPage),
      },
      {
        path: pages.tryIt,
        lazy: show('try', async () => (await import('../features/try/try.page')).TryPage),
      },
      {
        path: '/try/:clientId',
        lazy: show('try', async () => (await import('../features/try/trial.page')).TrialPage),
      },
      {
        path: pages.scopes,
        lazy: show('scopes', async () => (await import('../features/scopes/scopes.page')).ScopesPage),
      },
      {
        path: pages.newScope,
        lazy: show('scopes', async () => (await import('../features/scopes/scope.page')).NewScopePage),
      },
      {
        path: '/scopes/:name',
        lazy: show('scopes', async () => (await import('../features/scopes/scope.page')).ScopePage),
      },
      {
        path: pages.detailsTypes,
        lazy: show(
          'scopes',
          async () => (await import('../features/scopes/details-types.page')).DetailsTypesPage,
        ),
      },
      {
        path: pages.newDetailsType,
        lazy: show(
          'scopes',
          async () => (await import('../features/scopes/details-type.page')).NewDetailsTypePage,
        ),
      },
      {
        path: '/details-types/:name',
        lazy: show(
          'scopes',
          async () => (await import('../features/scopes/details-type.page')).DetailsTypePage,
        ),
      },
      {
        path: pages.users,
        lazy: show('users', async () => (await import('../features/users/users.page')).UsersPage),
      },
      {
        path: '/users/:id',
        lazy: show('users', async () => (await import('../features/users/user.page')).UserPage),
      },
      {
        path: pages.requests,
        lazy: show(
          'applications',
          async () => (await import('../features/applications/requests.page')).RequestsPage,
        ),
      },
      {
        path: '/requests/:id',
        lazy: show(
          'applications',
          async () => (await import('../features/applications/request.page')).RequestPage,
        ),
      },
      {
        path: pages.team,
        lazy: show('team', async () => (await import('../features/team/team.page')).TeamPage),
      },
      {
        path: pages.organizations,
        lazy: show(
          'organizations',
          async () => (await import('../features/organizations/organizations.page')).OrganizationsPage,
        ),
      },
      {
        path: '/organizations/:id',
        lazy: show(
          'organizations',
          async () => (await import('../features/organizations/organization.page')).OrganizationPage,
        ),
      },
      {
        path: pages.messages,
        lazy: show('messages', async () => (await import('../features/messages/messages.page')).MessagesPage),
      },
      {
        path: '/authorizations/:id',
        lazy: show(
          'authorizations',
          async () => (await import('../features/authorizations/authorization.page')).AuthorizationPage,
        ),
      },
      {
        path: '/access-tokens/:tokenId',
        lazy: show(
          'authorizations',
          async () => (await import('../features/authorizations/token.page')).AccessTokenPage,
        ),
      },
      {
        path: '/access-tokens',
        lazy: show(
          'authorizations',
          async () => (await import('../features/authorizations/own-tokens.page')).OwnTokensPage,
        ),
      },
      {
        path: pages.authorizations,
        lazy: show(
          'authorizations',
          async () => (await import('../features/authorizations/authorizations.page')).AuthorizationsPage,
        ),
      },
      {
        path: pages.limits,
        lazy: show('limits', async () => (await import('../features/limits/limits.page')).LimitsPage),
      },
      {
        path: pages.brand,
        lazy: show('brand', async () => (await import('../features/brand/brand.page')).BrandPage),
      },
      {
        path: pages.keys,
        lazy: show('keys', async () => (await import('../features/keys/keys.page')).KeysPage),
      },
      {
        path: pages.nodes,
        lazy: show('nodes', async () => (await import('../features/nodes/nodes.page')).NodesPage),
      },
      {
        path: pages.audit,
        lazy: show('audit', async () => (await import('../features/audit/audit.page')).AuditPage),
      },
      {
        path: '/audit/:number',
        lazy: show('audit', async () => (await import('../features/audit/entry.page')).AuditEntryPage),
      },
      {
        path: pages.settings,
        lazy: show('settings', async () => (await import('../features/settings/settings.page')).SettingsPage),
      },
      ...issuerRoutes,
      ...registrationRoutes,
      ...webhookRoutes,
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
