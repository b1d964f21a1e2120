import { type ExecutionContext, RequestMethod, SetMetadata } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

const ACTION = 'gatehouse:audit-action';

/**
 * What the audit log calls an operation, where the address does not say it well. It begins with the type of what it is
 * about: `api.cache.purge`. A GET that has a name is told too.
 */
export const Audited = (action: string): MethodDecorator => SetMetadata(ACTION, action);

/** A POST that only looks at something: a check, a preview. */
export const ChangesNothing = (): MethodDecorator => SetMetadata(ACTION, null);

/** What an operation is called, and what its address is below the origin. */
export interface AuditedRoute {
  readonly method: string;
  /** For example `api/applications/:id`. */
  readonly path: string;
  /** Undefined: it changes nothing. */
  readonly action: string | undefined;
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};
/** Where a type is not the word of the address without its last letter. */
const TYPES: Readonly<Record<string, string>> = {
  limits: 'limits',
  keys: 'signing-keys',
  settings: 'settings',
  'registration-policies': 'registration-policy',
  'details-types': 'details-type',
};

/** What an address and a method are called: `POST api/applications/:id/clients` is `application.client.create`. */
export function deriveAction(method: string, path: string): string {
  const nouns = path
    .split('/')
    .slice(1)
    .filter((word) => word !== '' && !word.startsWith(':'));
  const names = nouns.map((noun, index) => (index === 0 ? TYPES[noun] : undefined) ?? noun.replace(/s$/, ''));
  return [...names, VERBS[method] ?? 'read'].join('.');
}

/** Every operation has a name, whether somebody has thought of one or not. */
export function findAuditedRoute(context: Pick<ExecutionContext, 'getClass' | 'getHandler'>): AuditedRoute {
  const handler = context.getHandler();
  const words = [context.getClass(), handler].map((target) =>
    String(Reflect.getMetadata(PATH_METADATA, target)),
  );
  const path = words
    .flatMap((word) => word.split('/'))
    .filter(Boolean)
    .join('/');
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const named = Reflect.getMetadata(ACTION, handler) as string | null | undefined;
  const isRead = method === 'GET' || method === 'HEAD';
  const action =
    named === null || (named === undefined && isRead) ? undefined : (named ?? deriveAction(method, path));
  return { method, path, action };
}

/** The value of the first parameter of a path: what the operation is about. */
export function findSubjectId(
  path: string,
  parameters: Readonly<Record<string, unknown>>,
): string | undefined {
  const name = /:(\w+)/.exec(path)?.[1];
  const value = name === undefined ? undefined : parameters[name];
  return typeof value === 'string' ? value : undefined;
}
