import { EntitySchema } from 'typeorm';
import { flag, integer, key, moment, nullable, text, texts, VERSIONED } from './columns.js';

/** How clients get in by themselves: whoever asks, whoever publishes a metadata document, or with an initial access token. */
export type RegistrationKind = 'open' | 'document' | 'token';

/** On which terms clients register themselves (RFC 7591). */
export interface RegistrationPolicyRecord {
  id: string;
  kind: RegistrationKind;
  name: string;
  enabled: boolean;
  /** SHA-256 of the initial access token; of the kind `token` alone. */
  tokenHash: Buffer | null;
  /** What its clients may ask end users for, at most. */
  allowedScopes: string[];
  /** Its clients are agents: what they hold is worth little for long. */
  registersAgents: boolean;
  requiresStatement: boolean;
  /** Trusted issuers whose software statements count (RFC 7591 §2.3), by issuer identifier. */
  statementIssuers: string[];
  /** Where documents may be published; empty: anywhere. */
  hosts: string[];
  /** A client that was never used for so many days is deleted; 0: never. */
  unusedDays: number;
  maxPerHour: number;
  /** Null: any number. */
  maxRegistrations: number | null;
  registrations: number;
  organizationId: string | null;
  expiresAt: Date | null;
  createdBy: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** How a client came to be registered by itself. */
export interface ClientRegistrationRecord {
  clientId: string;
  kind: RegistrationKind;
  /** Null: the policy is gone. */
  policyId: string | null;
  /** SHA-256 of the registration access token (RFC 7592 §1.2). */
  accessTokenHash: Buffer | null;
  applicationType: string | null;
  contacts: string[];
  softwareId: string | null;
  softwareVersion: string | null;
  statementIssuer: string | null;
  /** Deleted then, if nobody has used it by then; null: never. */
  unusedUntil: Date | null;
  createdAt: Date;
}

export const RegistrationPolicies = new EntitySchema<RegistrationPolicyRecord>({
  name: 'RegistrationPolicy',
  tableName: 'registration_policies',
  columns: {
    id: key('uuid'),
    kind: text(),
    name: text(),
    enabled: flag(),
    tokenHash: nullable({ type: 'bytea', name: 'token_hash', select: false }),
    allowedScopes: texts('allowed_scopes'),
    registersAgents: flag('registers_agents'),
    requiresStatement: flag('requires_statement'),
    statementIssuers: texts('statement_issuers'),
    hosts: texts(),
    unusedDays: integer('unused_days'),
    maxPerHour: integer('max_per_hour'),
    maxRegistrations: nullable(integer('max_registrations')),
    registrations: integer('registrations'),
    organizationId: nullable({ type: 'uuid', name: 'organization_id' }),
    expiresAt: nullable(moment('expires_at')),
    createdBy: text('created_by'),
    ...VERSIONED,
  },
});

export const ClientRegistrations = new EntitySchema<ClientRegistrationRecord>({
  name: 'ClientRegistration',
  tableName: 'client_registrations',
  columns: {
    clientId: { ...key('text'), name: 'client_id' },
    kind: text(),
    policyId: nullable({ type: 'uuid', name: 'policy_id' }),
    accessTokenHash: nullable({ type: 'bytea', name: 'access_token_hash' }),
    applicationType: nullable(text('application_type')),
    contacts: texts(),
    softwareId: nullable(text('software_id')),
    softwareVersion: nullable(text('software_version')),
    statementIssuer: nullable(text('statement_issuer')),
    unusedUntil: nullable(moment('unused_until')),
    createdAt: { ...moment('created_at'), createDate: true },
  },
});
