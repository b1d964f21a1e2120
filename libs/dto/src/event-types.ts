/** What a member of an event's data is. With a question mark: it may be missing. */
export type EventField = 'uuid' | 'uuid?' | 'text' | 'text?' | 'texts' | 'moment' | readonly string[];

/**
 * Every type of event, with the members of its data. An event says what has happened to which thing, by IDs; never a
 * secret, a token, or what a thing is now. Types and members are added; what is there stays.
 */
export const EVENT_TYPES = {
  'session.revoked': { userId: 'uuid', sessionId: 'uuid' },
  'authorization.revoked': {
    userId: 'uuid',
    applicationId: 'uuid',
    authorizationId: 'uuid',
    reason: 'text?',
  },
  'tokens.revoked': {
    of: ['user', 'grant', 'access-token'],
    id: 'text',
    userId: 'uuid?',
    applicationId: 'uuid?',
    reason: 'text?',
  },
  'credential.changed': {
    userId: 'uuid',
    credential: ['password', 'totp', 'passkey', 'recovery-codes'],
    // `used`: of one recovery code.
    change: ['added', 'changed', 'removed', 'used'],
    // Of a passkey: `platform` or `roaming`.
    authenticator: 'text?',
  },
  'user.disabled': { userId: 'uuid' },
  'user.enabled': { userId: 'uuid' },
  'user.deleted': { userId: 'uuid' },
  'consent.given': {
    userId: 'uuid',
    applicationId: 'uuid',
    authorizationId: 'uuid',
    clientId: 'text',
    scopes: 'texts',
  },
  'application.created': { applicationId: 'uuid' },
  'application.changed': { applicationId: 'uuid', fields: 'texts' },
  'application.disabled': { applicationId: 'uuid' },
  'application.enabled': { applicationId: 'uuid' },
  'application.deleted': { applicationId: 'uuid' },
  'client.created': { applicationId: 'uuid', clientId: 'text' },
  'client.changed': { applicationId: 'uuid', clientId: 'text', fields: 'texts' },
  'client.disabled': { applicationId: 'uuid', clientId: 'text' },
  'client.enabled': { applicationId: 'uuid', clientId: 'text' },
  'client.deleted': { applicationId: 'uuid', clientId: 'text' },
  'client.secret.rotated': { applicationId: 'uuid', clientId: 'text', secretId: 'uuid' },
  'client.secret.expiring': {
    applicationId: 'uuid',
    clientId: 'text',
    secretId: 'uuid',
    expiresAt: 'moment',
  },
  'registration.requested': { userId: 'uuid', requestId: 'uuid', name: 'text', kind: 'text' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, EventField>>>>;

export type EventType = keyof typeof EVENT_TYPES;

export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as readonly EventType[];

/** Of the event that an operator sends to see whether it arrives. */
export const TEST_EVENT = 'webhook.test';

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type WebhookDeliveryState = (typeof DELIVERY_STATES)[number];
