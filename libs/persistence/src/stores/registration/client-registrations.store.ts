import type { DataSource, EntityManager } from 'typeorm';
import { Applications, ClientRegistrations, Clients } from '../../schemas/index.js';
import type { ClientRegistrationRecord, RegistrationPolicyRecord } from '../../schemas/registration.js';
import {
  type ApplicationChange,
  type ClientChange,
  insertClient,
  type NewApplication,
  type NewClient,
  type NewSecret,
} from '../admin/applications.store.js';
import { rethrowTaken } from '../admin/store-errors.js';

/** Why a policy lets nobody in now. */
export type ClosedReason = 'off' | 'ended' | 'used-up' | 'busy';

/** The policy lets nobody in. */
export class RegistrationClosedError extends Error {
  constructor(readonly reason: ClosedReason) {
    super(`registration closed: ${reason}`);
    this.name = 'RegistrationClosedError';
  }
}

/** A client that registers itself, with all that comes with it. */
export interface NewRegistration {
  readonly policyId: string;
  readonly application: NewApplication;
  readonly client: NewClient;
  readonly secret: NewSecret | undefined;
  readonly registration: Omit<ClientRegistrationRecord, 'clientId' | 'policyId' | 'createdAt'>;
}

export interface RegistrationChange {
  readonly application: ApplicationChange;
  readonly client: ClientChange;
  readonly registration: Partial<
    Pick<ClientRegistrationRecord, 'applicationType' | 'contacts' | 'softwareId' | 'softwareVersion'>
  >;
}

const HOUR_MS = 3_600_000;

const LOCK = `
SELECT enabled, expires_at AS "expiresAt", max_registrations AS "maxRegistrations", registrations,
  max_per_hour AS "maxPerHour"
FROM registration_policies WHERE id = $1 FOR UPDATE`;

// A statement of its own: it sees what was inserted while the lock was waited for.
const COUNT = `
SELECT count(*)::int AS count FROM client_registrations WHERE policy_id = $1 AND created_at > $2`;

type Terms = Pick<
  RegistrationPolicyRecord,
  'enabled' | 'expiresAt' | 'maxRegistrations' | 'registrations' | 'maxPerHour'
>;

function findClosed(terms: Terms | undefined, recent: number, now: Date): ClosedReason | undefined {
  if (terms?.enabled !== true) return 'off';
  if (terms.expiresAt !== null && terms.expiresAt <= now) return 'ended';
  if (terms.maxRegistrations !== null && terms.registrations >= terms.maxRegistrations) return 'used-up';
  return recent >= terms.maxPerHour ? 'busy' : undefined;
}

// A client that was used has an authorization, or its application has called an API. The last of an application takes it along.
const DELETE_UNUSED = `
WITH unused AS (
  SELECT r.client_id, c.application_id FROM client_registrations r JOIN clients c ON c.id = r.client_id
  WHERE r.unused_until <= $1
    AND NOT EXISTS (SELECT 1 FROM authorizations a WHERE a.application_id = c.application_id)
    AND NOT EXISTS (SELECT 1 FROM application_uses u WHERE u.application_id = c.application_id)
  LIMIT 1000)
DELETE FROM applications WHERE id IN (SELECT application_id FROM unused) AND NOT EXISTS (
  SELECT 1 FROM clients o WHERE o.application_id = applications.id AND o.id NOT IN (SELECT client_id FROM unused))`;

/** Clients that have registered themselves (RFC 7591, RFC 7592). */
export class ClientRegistrationsStore {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * All of it, if the policy lets it in: those that come at once take turns.
   * @throws RegistrationClosedError, TakenError where there is such a client
   */
  async insert({ policyId, application, client, secret, registration }: NewRegistration): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const now = new Date();
      const [terms] = await manager.query<Terms[]>(LOCK, [policyId]);
      const since = new Date(now.getTime() - HOUR_MS);
      const [recent] = await manager.query<{ readonly count: number }[]>(COUNT, [policyId, since]);
      const closed = findClosed(terms, recent?.count ?? 0, now);
      if (closed !== undefined) throw new RegistrationClosedError(closed);
      await insertClient(manager, application, client, secret).catch((error: unknown) =>
        rethrowTaken(error, 'client', client.id),
      );
      await manager.insert(ClientRegistrations, { ...registration, clientId: client.id, policyId });
      await manager.query(
        'UPDATE registration_policies SET registrations = registrations + 1 WHERE id = $1',
        [policyId],
      );
    });
  }

  find(clientId: string): Promise<ClientRegistrationRecord | null> {
    return this.dataSource.getRepository(ClientRegistrations).findOneBy({ clientId });
  }

  /** All of it or nothing. */
  async update(applicationId: string, clientId: string, change: RegistrationChange): Promise<void> {
    await this.dataSource.transaction(async (manager: EntityManager) => {
      await manager.update(Applications, { id: applicationId }, change.application);
      // TypeORM's type of a change cannot say jsonb.
      await manager.update(Clients, { id: clientId }, change.client as object);
      await manager.update(ClientRegistrations, { clientId }, change.registration);
    });
  }

  /** The client, and its application where it has no other. */
  async delete(applicationId: string, clientId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.delete(Clients, { id: clientId, applicationId });
      const others = await manager.countBy(Clients, { applicationId });
      if (others === 0) await manager.delete(Applications, { id: applicationId });
    });
  }

  /** Those whose time is up and that nobody has ever used, up to a thousand. @returns how many applications went */
  async deleteUnused(now: Date): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(DELETE_UNUSED, [now]);
    return count;
  }
}
