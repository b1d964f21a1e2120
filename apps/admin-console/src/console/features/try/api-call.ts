import type { CallableApi, TrialMethod } from '@gatehouse/dto';

/** What a caller has to have. */
export interface Needs {
  readonly access: 'public' | 'authenticated' | 'scope';
  readonly scopes: readonly string[];
  /** Every one of them; otherwise one is enough. */
  readonly isAll: boolean;
}

/** A route of an API as something to call. */
export interface Callable {
  readonly id: string;
  readonly method: TrialMethod;
  /** With its `{parameters}`. */
  readonly path: string;
  readonly label: string;
  readonly needs: Needs;
}

const METHODS: readonly TrialMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

const isMethod = (method: string): method is TrialMethod => (METHODS as readonly string[]).includes(method);

const needsOf = ({ access, scopes, scopeMatch }: CallableApi['routes'][number]): Needs => ({
  access: access === 'scopes' ? 'scope' : access,
  scopes,
  isAll: scopeMatch === 'all',
});

/** What of an API can be called from here; a route for every method is tried with GET. */
export const listCallables = ({ routes }: Pick<CallableApi, 'routes'>): readonly Callable[] =>
  routes.flatMap((route) =>
    (route.methods.length === 0 ? ['GET'] : route.methods).filter(isMethod).map((method) => ({
      id: `${route.id} ${method}`,
      method,
      path: route.path,
      label: `${method} ${route.path}`,
      needs: needsOf(route),
    })),
  );

/** Where an API is called: at its first name, or at the gateway's own. A wildcard has to be filled in by hand. */
export function findApiAddress(
  gatewayUrl: string,
  { hosts, basePath }: Pick<CallableApi, 'hosts' | 'basePath'>,
): string {
  const path = basePath === '/' ? '' : basePath;
  const host = hosts.find((name) => !name.startsWith('*')) ?? hosts[0]?.replace('*', 'www');
  if (host === undefined) return gatewayUrl + path;
  const { protocol, port } = new URL(gatewayUrl);
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}${path}`;
}

/** A path to begin with: a parameter becomes 1, and what may be anything nothing. */
export const toExamplePath = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '1').replace(/\*$/, '');
