import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateOrganization,
  OrganizationApplication,
  OrganizationDetail,
  OrganizationMember,
  Page,
  PageQuery,
  SetOrganizationMember,
  UpdateOrganization,
} from '@gatehouse/dto';
import { type OrganizationRow, OrganizationsStore, SharesStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** Organizations: whose applications are whose, and who may see and manage them. */
@Injectable()
export class OrganizationsService {
  private readonly store: OrganizationsStore;
  private readonly shares: SharesStore;

  constructor(
    @Inject(PLATFORM) platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new OrganizationsStore(platform.database.controlPool);
    this.shares = new SharesStore(platform.database.controlPool);
  }

  async list(caller: Caller, query: PageQuery): Promise<Page<OrganizationDetail>> {
    const { items, total } = await this.store.list(query, caller.memberId);
    const { page, pageSize } = query;
    return { items: items.map((row) => toDetail(row, caller)), total, page, pageSize };
  }

  /** @throws NotFoundError */
  async get(caller: Caller, id: string): Promise<OrganizationDetail> {
    return toDetail(await this.store.get(id, caller.memberId), caller);
  }

  /** @throws TakenError */
  async create(caller: Caller, { name, description = '' }: CreateOrganization): Promise<OrganizationDetail> {
    const id = randomUUID();
    await this.store.insert({ id, name, description, createdBy: await this.callers.getName(caller) });
    return this.get(caller, id);
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async update(
    caller: Caller,
    id: string,
    { version, ...change }: UpdateOrganization,
  ): Promise<OrganizationDetail> {
    await this.store.update(id, version, change);
    return this.get(caller, id);
  }

  /** @throws NotFoundError, ProblemError 409 while it owns applications */
  async delete(id: string): Promise<void> {
    if (await this.store.delete(id)) return;
    throw new ProblemError('owns-applications');
  }

  async listApplications(id: string, query: PageQuery): Promise<Page<OrganizationApplication>> {
    await this.store.get(id);
    const { page, pageSize } = query;
    return { ...(await this.store.listApplications(id, query)), page, pageSize };
  }

  async listMembers(id: string, query: PageQuery): Promise<Page<OrganizationMember>> {
    await this.store.get(id);
    const { items, total } = await this.store.listMembers(id, query);
    return {
      items: items.map(({ createdAt, ...row }) => ({ ...row, since: createdAt.toISOString() })),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** @throws NotFoundError, InvalidFieldsError */
  async setMember(id: string, { username, role }: SetOrganizationMember): Promise<void> {
    await this.store.get(id);
    const person = await this.shares.findTeamMember(username);
    if (person === undefined) throw nobody(username);
    await this.store.setMember(id, person.id, role);
  }

  /** @throws NotFoundError */
  removeMember(id: string, userId: string): Promise<void> {
    return this.store.removeMember(id, userId);
  }
}

/** Whoever is named has no access to the console. */
export const nobody = (username: string): InvalidFieldsError =>
  new InvalidFieldsError([fieldProblem('username', 'not-in-team', { username })]);

const toDetail = ({ role, createdAt, ...row }: OrganizationRow, caller: Caller): OrganizationDetail => ({
  ...row,
  right: caller.memberId === null || role === 'manager' ? 'manage' : 'view',
  createdAt: createdAt.toISOString(),
});
