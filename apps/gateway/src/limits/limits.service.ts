import { Inject, Injectable } from '@nestjs/common';
import type {
  ApplicationLimitsDetail,
  Page,
  QuotaUseDetail,
  QuotaUseQuery,
  ResetQuota,
  SystemLimitsDetail,
  UpdateApplicationLimits,
  UpdateSystemLimits,
} from '@gatehouse/dto';
import { completeLimits, findLimit, parseLimitKey } from '@gatehouse/gateway-core';
import { createLimitsStore, type LimitsStore, NotFoundError, type QuotaUse } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { toLimitList, toLimits } from './limits.answers.js';

/** Limits that are not an API's policy, and how far quotas are used. In force on this node when an answer leaves. */
@Injectable()
export class LimitsService {
  private readonly store: LimitsStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = createLimitsStore(platform.database.controlPool);
  }

  async getSystem(): Promise<SystemLimitsDetail> {
    const { limits, version } = await this.store.getSystem();
    return { ...completeLimits(limits), version, sharing: this.platform.limiter.sharing };
  }

  /** @throws StaleVersionError */
  async replaceSystem({ version, ...limits }: UpdateSystemLimits): Promise<SystemLimitsDetail> {
    await this.store.replaceSystem(version, toLimits(limits));
    await this.platform.snapshots.refresh('limits');
    return this.getSystem();
  }

  /** @throws NotFoundError */
  getApplication(applicationId: string): Promise<ApplicationLimitsDetail> {
    return this.store.getApplication(applicationId);
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError */
  async replaceApplication(
    applicationId: string,
    { version, everywhere, apis }: UpdateApplicationLimits,
  ): Promise<ApplicationLimitsDetail> {
    // Whether there is such an application.
    await this.getApplication(applicationId);
    this.checkApis(apis);
    await this.store.replaceApplication(
      applicationId,
      version,
      everywhere == null ? null : toLimitList(everywhere),
      apis.map(({ apiId, limits }) => ({ apiId, limits: toLimitList(limits) })),
    );
    await this.platform.snapshots.refresh('limits');
    return this.getApplication(applicationId);
  }

  async listUse({ applicationId, apiId, page, pageSize }: QuotaUseQuery): Promise<Page<QuotaUseDetail>> {
    const { items, total } = await this.store.listUse({ subject: applicationId, apiId, page, pageSize });
    const names = this.listApplicationNames();
    return { items: items.map((use) => this.toUseDetail(use, names)), total, page, pageSize };
  }

  /** Lets somebody begin anew before the day or month is over. @throws NotFoundError */
  async resetUse({ key, subject }: ResetQuota): Promise<void> {
    if (!(await this.store.resetUse(key, subject))) throw new NotFoundError('quota in use');
    await this.platform.limiter.forgetQuota(key, subject);
  }

  private checkApis(apis: UpdateApplicationLimits['apis']): void {
    const known = new Set(this.platform.snapshots.current().apis.map(({ id }) => id));
    const problems = apis.flatMap(({ apiId }, index) =>
      known.has(apiId) ? [] : [fieldProblem(`apis.${index}.apiId`, 'limited-api-unknown')],
    );
    if (problems.length > 0) throw new InvalidFieldsError(problems);
  }

  private listApplicationNames(): ReadonlyMap<string, string> {
    const { clients } = this.platform.snapshots.current();
    return new Map([...clients.values()].map((client) => [client.applicationId, client.applicationName]));
  }

  private toUseDetail(use: QuotaUse, applications: ReadonlyMap<string, string>): QuotaUseDetail {
    const { apis, limits } = this.platform.snapshots.current();
    const key = parseLimitKey(use.key);
    const api = apis.find(({ id }) => id === key.apiId);
    const names = {
      all: null,
      application: applications.get(use.subject) ?? null,
      user: use.username,
      address: use.subject,
    };
    return {
      key: use.key,
      subject: use.subject,
      party: key.party,
      subjectName: names[key.party],
      apiId: key.apiId,
      apiName: api?.name ?? null,
      per: key.per === 'month' ? 'month' : 'day',
      used: use.used,
      requests: findLimit(key, use.subject, limits, api?.policies)?.requests ?? null,
      resetsAt: use.endsAt.toISOString(),
      alert: use.alert,
      alertedAt: use.alertedAt?.toISOString() ?? null,
    };
  }
}
