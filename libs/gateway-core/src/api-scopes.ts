import type { Api } from './api.js';
import type { ApiPolicies } from './policies.js';

/** Every scope that something of an API demands: a route, or a tool of the MCP server behind it. */
export const listApiScopes = ({
  routes,
  policies,
}: Pick<Api, 'routes'> & { readonly policies: Partial<ApiPolicies> }): readonly string[] => [
  ...new Set([
    ...routes.flatMap(({ scopes }) => scopes),
    ...(policies.mcp?.rules ?? []).flatMap(({ scopes }) => scopes),
  ]),
];
