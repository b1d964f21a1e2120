import type { RouteObject } from 'react-router';
import { pages } from '../../lib/paths';
import { show } from './show';

/** Pages about clients that register themselves. */
export const registrationRoutes: RouteObject[] = [
  {
    path: pages.registration,
    lazy: show(
      'registration',
      async () => (await import('../features/registration/registration.page')).RegistrationPage,
    ),
  },
  {
    path: pages.newRegistrationPolicy,
    lazy: show(
      'registration',
      async () => (await import('../features/registration/policy.page')).NewPolicyPage,
    ),
  },
  {
    path: '/registration/:id',
    lazy: show(
      'registration',
      async () => (await import('../features/registration/policy.page')).EditPolicyPage,
    ),
  },
];
