import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  Page,
  PageQuery,
  ProviderDetail,
  ProviderInput,
  ProviderTest,
  UpdateProvider,
} from '@gatehouse/dto';
import {
  NotFoundError,
  ProviderInUseError,
  type ProviderRecord,
  ProvidersStore,
  type ProviderUse,
} from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { toProviderDetail, toStatus } from './provider.answers.js';
import { checkProvider, mergeSecrets, toSettings } from './provider-rules.js';
import { openSecrets, sealSecrets } from '../platform/upstream-tokens/provider-secrets.js';

/** Where providers send the browsers of operators back to. */
export const findRedirectUri = ({ env }: Pick<Platform, 'env'>): string =>
  `${env.adminUrl}/providers/callback`;

/** Keeps provider profiles. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ProvidersService {
  private readonly store: ProvidersStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ProvidersStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<ProviderDetail>> {
    const { items, total } = await this.store.list(query);
    const uses = await this.store.listUses(items.map(({ id }) => id));
    return {
      items: items.map((record) => this.toDetail(record, uses)),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ProviderDetail> {
    return this.toDetail(await this.store.get(id), await this.store.listUses([id]));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: ProviderInput): Promise<ProviderDetail> {
    const { env, sealing } = this.platform;
    const [id, secrets] = [randomUUID(), mergeSecrets({}, input)];
    checkProvider(input, secrets, env.allowsPrivateAddresses);
    await this.store.insert(id, {
      name: input.name,
      settings: toSettings(input),
      sealedSecrets: sealSecrets(sealing, id, secrets),
    });
    return this.refreshed(id);
  }

  /** A new name keeps the tokens; anything else ends them. @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateProvider): Promise<ProviderDetail> {
    const { env, sealing } = this.platform;
    const before = await this.store.get(id);
    const secretsBefore = openSecrets(sealing, id, before.sealedSecrets);
    const [settings, secrets] = [toSettings(input), mergeSecrets(secretsBefore, input)];
    checkProvider(input, secrets, env.allowsPrivateAddresses);
    const endsTokens = !isSame(settings, before.settings) || !isSame(secrets, secretsBefore);
    const content = { name: input.name, settings, sealedSecrets: sealSecrets(sealing, id, secrets) };
    await this.store.replace(id, input.version, content, endsTokens);
    return this.refreshed(id);
  }

  /** @throws NotFoundError, ProblemError 409 while an API uses it */
  async delete(id: string): Promise<void> {
    await this.store.delete(id).catch((error: unknown) => {
      if (!(error instanceof ProviderInUseError)) throw error;
      throw new ProblemError('provider-in-use', { apis: error.apiNames.join(', ') });
    });
    await this.platform.snapshots.refresh('providers');
  }

  /** Asks the provider now, whatever is held, and says what came of it. @throws NotFoundError */
  async test(id: string): Promise<ProviderTest> {
    await this.store.get(id);
    await this.platform.snapshots.refresh('providers');
    await this.platform.upstreamTokens.fetch(id);
    const provider = this.platform.snapshots.current().providers.get(id);
    if (provider === undefined) throw new NotFoundError('provider');
    const isFetched = provider.error === null && this.platform.upstreamTokens.findReady(id) !== undefined;
    const explanation = isFetched
      ? 'The provider gave an access token.'
      : (provider.error ?? 'The provider gave no access token that can be used.');
    return { isFetched, explanation, status: toStatus(provider, Date.now()) };
  }

  private toDetail(record: ProviderRecord, uses: readonly ProviderUse[]): ProviderDetail {
    const { sealing, snapshots } = this.platform;
    return toProviderDetail(record, {
      secrets: openSecrets(sealing, record.id, record.sealedSecrets),
      provider: snapshots.current().providers.get(record.id),
      uses,
      redirectUri: findRedirectUri(this.platform),
      now: Date.now(),
    });
  }

  private async refreshed(id: string): Promise<ProviderDetail> {
    await this.platform.snapshots.refresh('providers');
    return this.get(id);
  }
}

/** Of plain objects that were stored as JSON: the order of the members is not theirs. */
function isSame(one: object, other: object): boolean {
  const flatten = (value: object): string => JSON.stringify(Object.entries(value).sort());
  return flatten(one) === flatten(other);
}
