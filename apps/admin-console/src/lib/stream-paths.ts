import { part } from './address';

/** Addresses of the API about streams of security events. */
export const streamEndpoints = {
  all: '/api/streams',
  one: (id: string) => `/api/streams/${part(id)}`,
  status: (id: string) => `/api/streams/${part(id)}/status`,
  verifications: (id: string) => `/api/streams/${part(id)}/verifications`,
} as const;
