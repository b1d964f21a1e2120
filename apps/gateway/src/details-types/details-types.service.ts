import { Inject, Injectable } from '@nestjs/common';
import {
  type CreateDetailsType,
  type DetailsTypeDetail,
  type DetailsTypeQuery,
  type DetailsTypeUse,
  type Page,
  PLAIN_DETAILS_TYPE,
  type UpdateDetailsType,
} from '@gatehouse/dto';
import { type DetailsTypeContent, type DetailsTypeRecord, DetailsTypesStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { toSaidTexts } from '../platform/said-texts.js';
import { InvalidFieldsError } from '../platform/validation.js';
import { listDetailsTypeProblems, type SentDetailsType } from './details-type-rules.js';

const toContent = (sent: SentDetailsType): DetailsTypeContent => ({
  schema: sent.schema,
  apiIds: sent.apiIds,
  title: sent.title,
  description: sent.description ?? PLAIN_DETAILS_TYPE.description,
  texts: sent.texts == null ? PLAIN_DETAILS_TYPE.texts : toSaidTexts(sent.texts),
  icon: sent.icon ?? PLAIN_DETAILS_TYPE.icon,
  sensitivity: sent.sensitivity ?? PLAIN_DETAILS_TYPE.sensitivity,
  isRemembered: sent.isRemembered ?? PLAIN_DETAILS_TYPE.isRemembered,
  isRegistrable: sent.isRegistrable ?? PLAIN_DETAILS_TYPE.isRegistrable,
});

/** Defines types of authorization details (RFC 9396): what they may say, where they mean something, and in which words. */
@Injectable()
export class DetailsTypesService {
  private readonly store: DetailsTypesStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new DetailsTypesStore(platform.database.dataSource);
  }

  /** By name. */
  async list({ search, apiId, page, pageSize }: DetailsTypeQuery): Promise<Page<DetailsTypeDetail>> {
    const { items, total } = await this.store.list({ search, page, pageSize }, apiId);
    return { items: items.map((row) => this.toDetail(row)), total, page, pageSize };
  }

  /** @throws NotFoundError */
  async get(name: string): Promise<DetailsTypeUse> {
    const [row, use] = await Promise.all([this.store.get(name), this.store.findUse(name)]);
    return { ...this.toDetail(row), ...use };
  }

  /** @throws InvalidFieldsError, TakenError */
  async create({ name, ...sent }: CreateDetailsType): Promise<DetailsTypeDetail> {
    this.checkSent(sent);
    await this.store.insert(name, toContent(sent));
    return this.refreshed(name);
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError */
  async update(name: string, { version, ...sent }: UpdateDetailsType): Promise<DetailsTypeDetail> {
    this.checkSent(sent);
    await this.store.update(name, version, toContent(sent));
    return this.refreshed(name);
  }

  /** @throws NotFoundError, ProblemError 409 while a route demands it */
  async delete(name: string): Promise<void> {
    const { routes } = await this.store.findUse(name);
    if (routes.length > 0) {
      const apis = [...new Set(routes.map(({ apiName }) => apiName))].join(', ');
      throw new ProblemError('details-type-in-use', { apis });
    }
    await this.store.delete(name);
    await this.platform.snapshots.refresh('detailsTypes', 'clients');
  }

  private checkSent(sent: SentDetailsType): void {
    const problems = listDetailsTypeProblems(sent, this.platform.snapshots.current());
    if (problems.length > 0) throw new InvalidFieldsError(problems);
  }

  private async refreshed(name: string): Promise<DetailsTypeDetail> {
    await this.platform.snapshots.refresh('detailsTypes');
    return this.toDetail(await this.store.get(name));
  }

  private toDetail({ apiIds, createdAt: _, updatedAt: __, ...row }: DetailsTypeRecord): DetailsTypeDetail {
    const { apis } = this.platform.snapshots.current();
    const known = new Map(apis.map((api) => [api.id, api.name]));
    return { ...row, apis: apiIds.map((id) => ({ id, name: known.get(id) ?? id })) };
  }
}
