import 'reflect-metadata';
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
