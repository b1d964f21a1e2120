import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ClientMetadata } from '@gatehouse/oauth-core';
import {
  ApplicationsStore,
  ClientRegistrationsStore,
  type OpenPolicy,
  RegistrationPoliciesStore,
  type RegistrationPolicyRecord,
  runAudited,
  TakenError,
} from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { toUpdate } from './metadata-update.js';
import { checkTerms, toRows } from './registered-rows.js';
import { toRegistrationFacts } from './registration-facts.js';
import { chooseScopes, explainClosed } from './registration-terms.js';

const DAY_MS = 86_400_000;

/** Keeps the applications of clients that publish who they are as their documents say. */
export class DocumentRegistrar {
  private readonly policies: RegistrationPoliciesStore;
  private readonly registrations: ClientRegistrationsStore;
  private readonly applications: ApplicationsStore;

  constructor(private readonly platform: Platform) {
    const { dataSource } = platform.database;
    this.policies = new RegistrationPoliciesStore(dataSource);
    this.registrations = new ClientRegistrationsStore(dataSource);
    this.applications = new ApplicationsStore(dataSource);
  }

  /** @throws OAuthError where the terms do not let it in */
  async save(clientId: string, { id }: OpenPolicy, metadata: ClientMetadata): Promise<void> {
    const policy = await this.policies.get(id);
    checkTerms(metadata, policy, false);
    const { scopes: known } = this.platform.snapshots.current();
    const scopes = chooseScopes(metadata.scopes, policy.allowedScopes, known);
    const actor = { kind: 'client', id: clientId } as const;
    const isNew = (await this.registrations.find(clientId)) === null;
    const action = isNew ? 'application.create' : 'application.update';
    const isChanged = await runAudited({ operation: randomUUID(), actor, action }, () =>
      isNew ? this.insert(clientId, policy, metadata, scopes) : this.update(clientId, metadata, scopes),
    );
    if (isChanged) await this.platform.snapshots.refresh('clients', 'applications');
  }

  private async insert(
    clientId: string,
    policy: RegistrationPolicyRecord,
    metadata: ClientMetadata,
    scopes: readonly string[],
  ): Promise<boolean> {
    const { application, client } = toRows(metadata, scopes, policy, this.platform.settings(), clientId);
    try {
      await this.registrations.insert({
        policyId: policy.id,
        application,
        client,
        secret: undefined,
        registration: {
          kind: 'document',
          accessTokenHash: null,
          ...toRegistrationFacts(metadata),
          statementIssuer: null,
          unusedUntil: policy.unusedDays === 0 ? null : new Date(Date.now() + policy.unusedDays * DAY_MS),
        },
      });
    } catch (error) {
      // Another node was quicker: the client is there.
      if (!(error instanceof TakenError)) explainClosed(error);
    }
    return true;
  }

  /** @returns whether anything was different */
  private async update(
    clientId: string,
    metadata: ClientMetadata,
    scopes: readonly string[],
  ): Promise<boolean> {
    const client = this.platform.snapshots.current().clients.get(clientId);
    // Deleted a moment ago, or registered by another node: the next request knows.
    if (client === undefined) return true;
    const { application, clients } = await this.applications.get(client.applicationId);
    const present = clients.find(({ id }) => id === clientId);
    if (present === undefined) return true;
    const change = toUpdate(application, present, metadata, scopes, toRegistrationFacts(metadata));
    const isSame = (row: object, part: object): boolean =>
      Object.entries(part).every(([name, value]) => isDeepStrictEqual(row[name as keyof typeof row], value));
    if (isSame(application, change.application) && isSame(present, change.client)) return false;
    await this.registrations.update(application.id, clientId, change);
    return true;
  }
}
