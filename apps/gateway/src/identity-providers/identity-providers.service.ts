import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  IdentityProviderDetail,
  IdentityProviderInput,
  IssuerCheck,
  LinkedSubject,
  LinkSubject,
  Page,
  PageQuery,
  UpdateIdentityProvider,
} from '@gatehouse/dto';
import { type IdentityProviderRecord, IdentityProvidersStore, NotFoundError } from '@gatehouse/persistence';
import {
  discoverIdentityProvider,
  openIdentitySecrets,
  sealIdentitySecrets,
  SIGN_IN_CALLBACK,
} from '../platform/identity-providers.js';
import { explainOutsideError } from '../platform/outside-errors.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { checkIdentityProvider, mergeIdentitySecrets, toContent } from './identity-provider-rules.js';

/** Keeps whom people can sign in with. Each change is in force on this node when its answer leaves. */
@Injectable()
export class IdentityProvidersService {
  private readonly store: IdentityProvidersStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new IdentityProvidersStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<IdentityProviderDetail>> {
    const { items, total } = await this.store.list(query);
    const counts = await this.store.countLinks(items.map(({ issuer }) => issuer));
    return {
      items: items.map((record) => this.toDetail(record, counts.get(record.issuer) ?? 0)),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<IdentityProviderDetail> {
    const record = await this.store.get(id);
    const counts = await this.store.countLinks([record.issuer]);
    return this.toDetail(record, counts.get(record.issuer) ?? 0);
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: IdentityProviderInput): Promise<IdentityProviderDetail> {
    const [id, secrets] = [randomUUID(), mergeIdentitySecrets({}, input)];
    checkIdentityProvider(input, secrets, { ...this.getContext(), issuerBefore: undefined });
    await this.store.insert(id, toContent(input, sealIdentitySecrets(this.platform.sealing, id, secrets)));
    return this.refreshed(id);
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateIdentityProvider): Promise<IdentityProviderDetail> {
    const { sealing } = this.platform;
    const before = await this.store.get(id);
    const secrets = mergeIdentitySecrets(openIdentitySecrets(sealing, id, before.sealedSecrets), input);
    checkIdentityProvider(input, secrets, { ...this.getContext(), issuerBefore: before.issuer });
    this.platform.outsideServers.forget(before.issuer);
    await this.store.replace(id, input.version, toContent(input, sealIdentitySecrets(sealing, id, secrets)));
    return this.refreshed(id);
  }

  /** @throws NotFoundError */
  async delete(id: string): Promise<void> {
    await this.store.delete(id);
    await this.platform.snapshots.refresh('identityProviders');
  }

  /** Reads the metadata of an issuer as a sign-in would, and says what is wrong where it cannot. */
  async check(issuer: string): Promise<IssuerCheck> {
    const { outsideServers } = this.platform;
    outsideServers.forget(issuer);
    try {
      await discoverIdentityProvider(outsideServers, issuer);
      return { isUsable: true, reason: null };
    } catch (error) {
      return { isUsable: false, reason: explainOutsideError(error) };
    }
  }

  /** @throws NotFoundError */
  async listLinks(id: string, query: PageQuery): Promise<Page<LinkedSubject>> {
    const { items, total } = await this.store.listLinks(id, query);
    return { items, total, page: query.page, pageSize: query.pageSize };
  }

  /** @throws NotFoundError, InvalidFieldsError, TakenError */
  async link(id: string, { subject, username }: LinkSubject): Promise<LinkedSubject> {
    try {
      return await this.store.link(id, subject, username);
    } catch (error) {
      if (!(error instanceof NotFoundError) || error.what !== 'user') throw error;
      throw new InvalidFieldsError([fieldProblem('username', 'unknown-username')]);
    }
  }

  /** @throws NotFoundError */
  unlink(id: string, subject: string): Promise<void> {
    return this.store.unlink(id, subject);
  }

  private getContext(): { readonly ownIssuer: string; readonly allowsPlainHttp: boolean } {
    const { issuer, allowsPrivateAddresses } = this.platform.env;
    return { ownIssuer: issuer, allowsPlainHttp: allowsPrivateAddresses };
  }

  private toDetail(record: IdentityProviderRecord, linkedAccounts: number): IdentityProviderDetail {
    const { settings, sealedSecrets, createdAt, updatedAt, ...row } = record;
    const secrets = openIdentitySecrets(this.platform.sealing, record.id, sealedSecrets);
    return {
      ...row,
      ...settings,
      hasClientSecret: secrets.clientSecret !== undefined,
      hasPrivateKey: secrets.privateKey !== undefined,
      redirectUri: `${this.platform.env.issuer}${SIGN_IN_CALLBACK}${record.slug}`,
      linkedAccounts,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }

  private async refreshed(id: string): Promise<IdentityProviderDetail> {
    await this.platform.snapshots.refresh('identityProviders');
    return this.get(id);
  }
}
