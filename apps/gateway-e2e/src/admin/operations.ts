import type { AdminApi } from '../../../../tools/test-setup/index.mjs';

/** One operation of the admin REST API, as its OpenAPI document has it. */
export interface Operation {
  readonly method: string;
  /** With its parameters in braces; without `/api`. */
  readonly path: string;
  /** It changes nothing, though its method could: the right to read is enough. */
  readonly isRead: boolean;
}

/** All that there are: one that is added later cannot be forgotten by whoever tries them all. */
export async function listOperations(admin: AdminApi): Promise<readonly Operation[]> {
  const { paths } = await admin.get<{
    paths: Record<
      string,
      Record<string, { readonly security: readonly Record<string, readonly string[]>[] }>
    >;
  }>('/api/openapi.json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path,
      isRead: security.some(({ oauth2 }) => oauth2?.includes('gatehouse.read')),
    })),
  );
}

/** Values of the parameters in a path; `id` depends on what the path is about. */
export interface OperationValues {
  readonly [parameter: string]: string;
}

/** The address of an operation. @param idOf by the first part of the path; else `id` of the values */
export function fillPath(
  path: string,
  values: OperationValues,
  idOf: Readonly<Record<string, string>> = {},
): string {
  const [first = ''] = path.slice(1).split('/', 1);
  const id = idOf[first] ?? values['id'] ?? '';
  return `/api${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? id)}`;
}
