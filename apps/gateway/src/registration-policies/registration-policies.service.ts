import { Inject, Injectable } from '@nestjs/common';
import type {
  CreatedRegistrationPolicy,
  RegistrationPolicyDetail,
  RegistrationPolicyInput,
  UpdateRegistrationPolicy,
} from '@gatehouse/dto';
import { hashSecret } from '@gatehouse/oauth-core';
import {
  RegistrationPoliciesStore,
  type RegistrationPolicyContent,
  type RegistrationPolicyRecord,
} from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { checkKnownScopes } from '../platform/registry/client-rules.js';
import { makeSecret } from '../platform/registry/client-secret.js';
import { SharingService } from '../organizations/sharing.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** Keeps the terms on which clients register themselves. Each change is in force on this node when its answer leaves. */
@Injectable()
export class RegistrationPoliciesService {
  private readonly store: RegistrationPoliciesStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(SharingService) private readonly sharing: SharingService,
  ) {
    this.store = new RegistrationPoliciesStore(platform.database.dataSource);
  }

  async list(): Promise<readonly RegistrationPolicyDetail[]> {
    return (await this.store.list()).map(toDetail);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<RegistrationPolicyDetail> {
    return toDetail(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(caller: Caller, input: RegistrationPolicyInput): Promise<CreatedRegistrationPolicy> {
    const content = await this.check(input);
    const initialAccessToken = makeSecret();
    const createdBy = await this.callers.getName(caller);
    const id = await this.store.insert(content, hashSecret(initialAccessToken), createdBy);
    return { policy: await this.refreshed(id), initialAccessToken };
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateRegistrationPolicy): Promise<RegistrationPolicyDetail> {
    await this.store.replace(id, input.version, await this.check(input));
    return this.refreshed(id);
  }

  /** The clients that have registered stay. @throws NotFoundError */
  async delete(id: string): Promise<void> {
    await this.store.delete(id);
    await this.platform.snapshots.refresh('registrationPolicies');
  }

  private async check(input: RegistrationPolicyInput): Promise<RegistrationPolicyContent> {
    const { scopes, trustedIssuers } = this.platform.snapshots.current();
    checkKnownScopes(input.allowedScopes, scopes, 'allowedScopes');
    const problems = [
      ...listAdminScopes(input.allowedScopes),
      ...listUnknownIssuers(input.statementIssuers, trustedIssuers),
    ];
    if (input.requiresStatement && input.statementIssuers.length === 0)
      problems.push(fieldProblem('statementIssuers', 'statement-issuers-missing'));
    if (problems.length > 0) throw new InvalidFieldsError(problems);
    return {
      name: input.name,
      enabled: input.enabled,
      allowedScopes: input.allowedScopes,
      registersAgents: input.registersAgents,
      requiresStatement: input.requiresStatement,
      statementIssuers: input.statementIssuers,
      hosts: input.hosts,
      unusedDays: input.unusedDays,
      maxPerHour: input.maxPerHour,
      maxRegistrations: input.maxRegistrations ?? null,
      organizationId: await this.sharing.checkOrganization(input.organizationId),
      expiresAt: input.expiresAt == null ? null : new Date(input.expiresAt),
    };
  }

  private async refreshed(id: string): Promise<RegistrationPolicyDetail> {
    await this.platform.snapshots.refresh('registrationPolicies');
    return this.get(id);
  }
}

function listAdminScopes(names: readonly string[]): FieldProblem[] {
  const found = names.filter(isAdminScope);
  if (found.length === 0) return [];
  return [fieldProblem('allowedScopes', 'admin-scopes-by-registration', { names: found.join(', ') })];
}

function listUnknownIssuers(issuers: readonly string[], known: ReadonlyMap<string, unknown>): FieldProblem[] {
  const unknown = issuers.filter((issuer) => !known.has(issuer));
  if (unknown.length === 0) return [];
  return [fieldProblem('statementIssuers', 'statement-issuers-unknown', { names: unknown.join(', ') })];
}

const toDetail = (row: RegistrationPolicyRecord): RegistrationPolicyDetail => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  enabled: row.enabled,
  allowedScopes: row.allowedScopes,
  registersAgents: row.registersAgents,
  requiresStatement: row.requiresStatement,
  statementIssuers: row.statementIssuers,
  hosts: row.hosts,
  unusedDays: row.unusedDays,
  maxPerHour: row.maxPerHour,
  maxRegistrations: row.maxRegistrations,
  registrations: row.registrations,
  organizationId: row.organizationId,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  createdBy: row.createdBy,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
