import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  CheckOutsideIssuer,
  OutsideIssuerCheck,
  OutsideIssuerDetail,
  OutsideIssuerInput,
  Page,
  PageQuery,
  UpdateOutsideIssuer,
} from '@gatehouse/dto';
import {
  type OutsideIssuerContent,
  OutsideIssuerInUseError,
  OutsideIssuersStore,
  type OutsideIssuerWithClients,
} from '@gatehouse/persistence';
import { GuardedFetchError } from '../platform/guarded-fetch.js';
import { sealClientSecret } from '../platform/outside-client-secret.js';
import { explainOutsideError } from '../platform/outside-errors.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { fetchKeySet } from '../platform/remote-keys.js';
import { InvalidFieldsError } from '../platform/validation.js';
import { listIssuerProblems } from './issuer-rules.js';
import { toSettings } from './issuer-settings.js';
import { toOutsideIssuerDetail } from './outside-issuer.answers.js';

/** Keeps those whose access tokens APIs may accept. Each change is in force on this node when its answer leaves. */
@Injectable()
export class OutsideIssuersService {
  private readonly store: OutsideIssuersStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new OutsideIssuersStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<OutsideIssuerDetail>> {
    const { items, total } = await this.store.list(query);
    const uses = await this.store.listUses(items.map(({ id }) => id));
    return {
      items: items.map((record) => toOutsideIssuerDetail(record, uses)),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<OutsideIssuerDetail> {
    return toOutsideIssuerDetail(await this.store.get(id), await this.store.listUses([id]));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: OutsideIssuerInput): Promise<OutsideIssuerDetail> {
    const id = randomUUID();
    await this.store.insert(id, this.toCheckedContent(id, input, undefined));
    return this.refreshed(id);
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateOutsideIssuer): Promise<OutsideIssuerDetail> {
    const before = await this.store.get(id);
    const content = this.toCheckedContent(id, input, before);
    this.platform.outsideServers.forget(before.issuer);
    await this.store.replace(id, input.version, content);
    return this.refreshed(id);
  }

  /** @throws NotFoundError, ProblemError 409 while an API accepts it */
  async delete(id: string): Promise<void> {
    await this.store.delete(id).catch((error: unknown) => {
      if (!(error instanceof OutsideIssuerInUseError)) throw error;
      throw new ProblemError('outside-issuer-in-use', { apis: error.apiNames.join(', ') });
    });
    await this.platform.snapshots.refresh('outsideIssuers');
  }

  /** Reads what an issuer says of itself, and its keys, and tells what is wrong where it cannot. */
  async check({ issuer, jwksUri = null }: CheckOutsideIssuer): Promise<OutsideIssuerCheck> {
    const { outsideServers, guardedFetch } = this.platform;
    outsideServers.forget(issuer);
    const nothing = { hasMetadata: false, jwksUri, introspectionEndpoint: null, keys: [] };
    let found: OutsideIssuerCheck = { ...nothing, problem: null };
    try {
      if (jwksUri === null) {
        const metadata = await outsideServers.discover(issuer);
        found = {
          ...found,
          hasMetadata: true,
          jwksUri: metadata.jwks_uri ?? null,
          introspectionEndpoint: metadata.introspection_endpoint ?? null,
        };
      }
      if (found.jwksUri === null) return { ...found, problem: 'Its metadata names no key set.' };
      const { keys } = await fetchKeySet(guardedFetch, found.jwksUri);
      return { ...found, keys: keys.map(({ kid, kty }) => kid ?? kty ?? '') };
    } catch (error) {
      const problem =
        error instanceof GuardedFetchError
          ? `Its key set cannot be used: ${error.message}.`
          : explainOutsideError(error);
      return { ...found, problem };
    }
  }

  /** @throws InvalidFieldsError */
  private toCheckedContent(
    id: string,
    input: OutsideIssuerInput,
    before: OutsideIssuerWithClients | undefined,
  ): OutsideIssuerContent {
    const { env, sealing, snapshots } = this.platform;
    const sealed = input.clientSecret === undefined ? keepSecret(input, before) : undefined;
    const problems = listIssuerProblems(input, {
      id: before?.id,
      ownIssuer: env.issuer,
      allowsPrivateAddresses: env.allowsPrivateAddresses,
      hasSecret: input.clientSecret !== undefined || sealed !== null,
      snapshot: snapshots.current(),
    });
    if (problems.length > 0) throw new InvalidFieldsError(problems);
    const isAsked = input.judgement === 'introspection';
    return {
      name: input.name,
      issuer: input.issuer,
      enabled: input.enabled ?? true,
      settings: toSettings(input),
      sealedClientSecret: isAsked
        ? (sealed ?? sealClientSecret(sealing, id, input.clientSecret ?? ''))
        : null,
      clients: input.clients ?? [],
    };
  }

  private async refreshed(id: string): Promise<OutsideIssuerDetail> {
    await this.platform.snapshots.refresh('outsideIssuers');
    return this.get(id);
  }
}

/** The secret that there is, as long as it goes where it went before: nobody can have it sent elsewhere. */
function keepSecret(input: OutsideIssuerInput, before: OutsideIssuerWithClients | undefined): Buffer | null {
  if (before === undefined || before.issuer !== input.issuer) return null;
  const { judgement } = before.settings;
  const isSame =
    judgement.kind === 'introspection' &&
    judgement.endpoint === (input.introspectionEndpoint ?? null) &&
    judgement.clientId === input.clientId;
  return isSame ? before.sealedClientSecret : null;
}
