import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import {
  INTERCEPTORS_METADATA,
  METHOD_METADATA,
  MODULE_METADATA,
  PATH_METADATA,
} from '@nestjs/common/constants.js';
import { ClientsModule } from '../clients/clients.module.js';
import { ConsoleSessionController } from '../console-session/console-session.controller.js';
import { deriveAction, findAuditedRoute } from './audit-action.js';
import { AuditInterceptor } from './audit.interceptor.js';

const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, ClientsModule) as Type[]).filter(
  // Signing out is told by the row of the session.
  (controller) => controller !== ConsoleSessionController,
);

const routes = controllers.flatMap((controller) =>
  Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object))
    .map(({ value }) => value as () => unknown)
    .filter((handler) => typeof handler === 'function' && Reflect.hasMetadata(METHOD_METADATA, handler))
    .map((handler) => ({
      ...findAuditedRoute({ getClass: <T>() => controller as Type<T>, getHandler: () => handler }),
      interceptors: (Reflect.getMetadata(INTERCEPTORS_METADATA, controller) ?? []) as unknown[],
    })),
);

describe('the names of what is done', () => {
  it('are there for every operation that changes something, and the interceptor is around it', () => {
    const changing = routes.filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(40);
    const untold = changing.filter(
      ({ action, interceptors }) => action === undefined || !interceptors.includes(AuditInterceptor),
    );
    // Checks and previews. Whoever adds one here says that it changes nothing.
    expect(untold.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'POST api/apis/:id/openapi/preview',
      'POST api/apis/checks',
      'POST api/apis/openapi/preview',
      'POST api/applications/effects',
      // A look-up: what it is asked for is too secret for an address.
      'POST api/authorizations/find',
      'POST api/identity-providers/checks',
      'POST api/outside-issuers/checks',
      'POST api/trusted-issuers/key-set-checks',
    ]);
  });

  it('say what they are about first', () => {
    for (const { action } of routes)
      if (action !== undefined) expect(action).toMatch(/^[a-z-]+(\.[a-z-]+)+$/);
    expect(Reflect.hasMetadata(PATH_METADATA, ConsoleSessionController)).toBe(true);
  });

  it.each([
    ['POST', 'api/applications', 'application.create'],
    ['PATCH', 'api/applications/:id/clients/:clientId', 'application.client.update'],
    ['DELETE', 'api/apis/:id', 'api.delete'],
    ['PUT', 'api/limits', 'limits.update'],
    ['GET', 'api/users', 'user.read'],
  ])('are made of method and address: %s %s', (method, path, action) => {
    expect(deriveAction(method, path)).toBe(action);
  });
});

const ROOT = join(import.meta.dirname, '../../../..');
const MIGRATIONS = join(ROOT, 'libs/persistence/src/migrations');

/** What the triggers write when a change is not what the request was about. */
function listActionsOfRows(): string[] {
  const sources = readdirSync(MIGRATIONS)
    .map((file) => readFileSync(join(MIGRATIONS, file), 'utf8'))
    .filter((text) => text.includes("from './audited-table.js'"));
  const tables = sources.flatMap((text) => [
    ...text.matchAll(/\btype: '([a-z-]+)',\s+id: '(\w*)'(, on: 'UPDATE')?/g),
  ]);
  const types = new Set(tables.map(([, type = '']) => type));
  // Told of as the application that has it.
  types.delete('client');
  const own = tables.filter(([, , id, on]) => (id === 'id' || id === 'name') && on === undefined);
  const whole = own.map(([, type = '']) => type).filter((type) => type !== 'authorization');
  return [
    ...[...types].map((type) => `${type}.update`),
    ...whole.flatMap((type) => [`${type}.create`, `${type}.delete`]),
  ];
}

it.each(['en', 'de', 'fr'])(
  'every action that the server writes has words in the console: %s',
  (language) => {
    const file = join(ROOT, 'apps/admin-console/src/console/locales', language, 'audit.json');
    const { actions } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly actions: Readonly<Record<string, string>>;
    };
    const ofRoutes = routes.map(({ method, path, action }) => action ?? deriveAction(method, path));
    const written = new Set([
      ...ofRoutes,
      ...listActionsOfRows(),
      'audit.export',
      'audit.trim',
      'operator.sign-in',
      'operator.sign-out',
    ]);
    // Reading is told only when it is refused: the words for that are made of the type alone.
    const needed = [...written].filter((action) => !action.endsWith('.read'));
    expect(needed.length).toBeGreaterThan(80);
    expect(needed.filter((action) => !(action.replaceAll('.', '_') in actions))).toEqual([]);
  },
);
