import { Inject, Injectable } from '@nestjs/common';
import type { ApplicationAccess, SetApplicationOrganization, ShareApplication } from '@gatehouse/dto';
import {
  ApplicationsStore,
  NotFoundError,
  OrganizationsStore,
  RightsStore,
  SharesStore,
} from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { nobody } from './organizations.service.js';

/** Whose an application is, and who else may see or manage it. In force at the next request of whoever is named. */
@Injectable()
export class SharingService {
  private readonly applications: ApplicationsStore;
  private readonly organizations: OrganizationsStore;
  private readonly shares: SharesStore;
  private readonly rights: RightsStore;

  constructor(
    @Inject(PLATFORM) { database }: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.applications = new ApplicationsStore(database.dataSource);
    this.organizations = new OrganizationsStore(database.controlPool);
    this.shares = new SharesStore(database.controlPool);
    this.rights = new RightsStore(database.pool);
  }

  /** @throws NotFoundError */
  async get({ memberId }: Caller, id: string): Promise<ApplicationAccess> {
    await this.applications.get(id);
    const [organization, shares, right] = await Promise.all([
      this.shares.findOrganization(id),
      this.shares.list(id),
      memberId === null ? ('manage' as const) : this.rights.find(memberId, 'application', id),
    ]);
    return {
      right: right ?? 'view',
      organization: organization ?? null,
      shares: shares.map(({ createdBy, createdAt, ...share }) => ({
        ...share,
        sharedBy: createdBy,
        sharedAt: createdAt.toISOString(),
      })),
    };
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, ProblemError 409 */
  async setOrganization(
    caller: Caller,
    id: string,
    { version, organizationId = null }: SetApplicationOrganization,
  ): Promise<ApplicationAccess> {
    await this.checkOwn(id);
    await this.checkOrganization(organizationId);
    await this.shares.setOrganization(id, version, organizationId);
    return this.get(caller, id);
  }

  /** @throws NotFoundError, InvalidFieldsError, ProblemError 409 */
  async share(
    caller: Caller,
    id: string,
    { username, access }: ShareApplication,
  ): Promise<ApplicationAccess> {
    await this.checkOwn(id);
    const person = await this.shares.findTeamMember(username);
    if (person === undefined) throw nobody(username);
    if (person.role === 'viewer' && access === 'manage')
      throw new InvalidFieldsError([fieldProblem('access', 'viewer-cannot-manage')]);
    await this.shares.set(id, person.id, access, await this.callers.getName(caller));
    return this.get(caller, id);
  }

  /** @throws NotFoundError */
  remove(id: string, userId: string): Promise<void> {
    return this.shares.remove(id, userId);
  }

  /** @returns what was given, null for none @throws InvalidFieldsError */
  async checkOrganization(organizationId: string | null | undefined): Promise<string | null> {
    if (organizationId == null) return null;
    try {
      return (await this.organizations.get(organizationId)).id;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new InvalidFieldsError([fieldProblem('organizationId', 'unknown-organization')]);
    }
  }

  private async checkOwn(id: string): Promise<void> {
    const { application } = await this.applications.get(id);
    if (application.builtIn) throw new ProblemError('built-in-without-owner');
  }
}
