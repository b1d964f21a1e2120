import { Inject, Injectable } from '@nestjs/common';
import type {
  KeySetCheck,
  LinkedSubject,
  LinkSubject,
  Page,
  PageQuery,
  TrustedIssuerDetail,
  TrustedIssuerInput,
  UpdateTrustedIssuer,
} from '@gatehouse/dto';
import {
  NotFoundError,
  type TrustedIssuerContent,
  type TrustedIssuerRecord,
  TrustedIssuersStore,
} from '@gatehouse/persistence';
import { GuardedFetchError } from '../platform/guarded-fetch.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { fetchKeySet } from '../platform/remote-keys.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { checkTrustedIssuer } from './issuer-rules.js';

/** Keeps those whose assertions count. Each change is in force on this node when its answer leaves. */
@Injectable()
export class TrustedIssuersService {
  private readonly store: TrustedIssuersStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new TrustedIssuersStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<TrustedIssuerDetail>> {
    const { items, total } = await this.store.list(query);
    return { items: items.map(toDetail), total, page: query.page, pageSize: query.pageSize };
  }

  async get(id: string): Promise<TrustedIssuerDetail> {
    return toDetail(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: TrustedIssuerInput): Promise<TrustedIssuerDetail> {
    this.check(input);
    return this.refreshed(await this.store.insert(toContent(input)));
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateTrustedIssuer): Promise<TrustedIssuerDetail> {
    this.check(input);
    await this.store.replace(id, input.version, toContent(input));
    return this.refreshed(id);
  }

  /** @throws NotFoundError */
  async delete(id: string): Promise<void> {
    await this.store.delete(id);
    await this.platform.snapshots.refresh('trustedIssuers');
  }

  /** Reads the key set at an address as a token request would, and says what is wrong where it cannot. */
  async checkKeySet(jwksUri: string): Promise<KeySetCheck> {
    try {
      const { keys } = await fetchKeySet(this.platform.guardedFetch, jwksUri);
      return { isReadable: true, reason: null, keys: keys.map(({ kid, kty }) => kid ?? kty ?? '') };
    } catch (error) {
      if (!(error instanceof GuardedFetchError)) throw error;
      return { isReadable: false, reason: error.message, keys: [] };
    }
  }

  async listSubjects(id: string, query: PageQuery): Promise<Page<LinkedSubject>> {
    const { items, total } = await this.store.listSubjects(id, query);
    return { items, total, page: query.page, pageSize: query.pageSize };
  }

  /** @throws NotFoundError, InvalidFieldsError, TakenError */
  async linkSubject(id: string, { subject, username }: LinkSubject): Promise<LinkedSubject> {
    try {
      return await this.store.linkSubject(id, subject, username);
    } catch (error) {
      if (!(error instanceof NotFoundError) || error.what !== 'user') throw error;
      throw new InvalidFieldsError([fieldProblem('username', 'unknown-username')]);
    }
  }

  /** @throws NotFoundError */
  unlinkSubject(id: string, subject: string): Promise<void> {
    return this.store.unlinkSubject(id, subject);
  }

  private check(input: TrustedIssuerInput): void {
    const { env, snapshots } = this.platform;
    checkTrustedIssuer(input, {
      ownIssuer: env.issuer,
      allowsPrivateAddresses: env.allowsPrivateAddresses,
      snapshot: snapshots.current(),
    });
  }

  private async refreshed(id: string): Promise<TrustedIssuerDetail> {
    await this.platform.snapshots.refresh('trustedIssuers');
    return this.get(id);
  }
}

const toContent = (input: TrustedIssuerInput): TrustedIssuerContent => ({
  name: input.name,
  issuer: input.issuer,
  enabled: input.enabled ?? true,
  jwks: input.jwks ?? null,
  jwksUri: input.jwksUri ?? null,
  certificates: input.certificates ?? [],
  clientIds: input.clientIds,
  subjectMapping: input.subjectMapping,
  allowedScopes: input.allowedScopes,
  takesIdJags: input.takesIdJags ?? false,
});

const toDetail = ({ createdAt, updatedAt, ...row }: TrustedIssuerRecord): TrustedIssuerDetail => ({
  ...row,
  // Checked when it was stored.
  jwks: row.jwks as TrustedIssuerDetail['jwks'],
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
