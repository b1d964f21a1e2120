import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ApplicationDetail,
  ApplicationSummary,
  CreateApplication,
  CreateClient,
  CreatedApplication,
  CreatedClientKey,
  CreatedSecret,
  Page,
  PageQuery,
  UpdateApplication,
  UpdateClient,
} from '@gatehouse/dto';
import { hashSecret } from '@gatehouse/oauth-core';
import { ApplicationsStore, type NewApplication, NotFoundError, SEALED_AS } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { toApplicationDetail, toApplicationSummary } from './application.answers.js';
import { checkCredentials } from './credential-rules.js';
import { toClientChange } from './client-change.js';
import {
  checkAuthenticationMethod,
  checkClaimTemplates,
  checkDefaultsAllowed,
  checkGrantTypes,
  checkKnownScopes,
  checkLogoutUris,
  checkPkce,
  checkSigningAlgorithms,
  checkRedirectUriCount,
  checkRedirectUris,
  isLegacyGrantType,
  isRedirected,
  wantsAdminScopes,
} from './client-rules.js';
import { generateClientKey } from './client-key.js';
import { KIND_SETTINGS, makeClientId } from './kinds.js';

/** Registers applications and keeps their clients. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ApplicationsService {
  private readonly store: ApplicationsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new ApplicationsStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<ApplicationSummary>> {
    const { items, total } = await this.store.list(query);
    const { page, pageSize } = query;
    return { items: items.map((item) => toApplicationSummary(item, item.clientIds)), total, page, pageSize };
  }

  async get(id: string): Promise<ApplicationDetail> {
    return toApplicationDetail(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, ProblemError 403 */
  async create(caller: Caller, input: CreateApplication): Promise<CreatedApplication> {
    const application: NewApplication = {
      id: randomUUID(),
      name: input.name,
      description: input.description ?? '',
      contactEmail: input.contactEmail ?? null,
      isFirstParty: input.isFirstParty ?? false,
      createdBy: await this.callers.getName(caller),
    };
    return this.insertClient(caller, application.id, application.name, input, application);
  }

  /** @throws NotFoundError, InvalidFieldsError, ProblemError 403, 409 */
  async createClient(
    caller: Caller,
    applicationId: string,
    input: CreateClient,
  ): Promise<CreatedApplication> {
    const { name } = await this.getOwn(applicationId);
    return this.insertClient(caller, applicationId, name, input, undefined);
  }

  /** @throws NotFoundError, StaleVersionError, ProblemError 409 */
  async update(id: string, { version, ...change }: UpdateApplication): Promise<ApplicationDetail> {
    await this.getOwn(id);
    await this.store.update(id, version, change);
    return this.refreshed(id);
  }

  async delete(id: string): Promise<void> {
    await this.getOwn(id);
    await this.store.delete(id);
    // Its API keys went with it, and its place in the lists of APIs.
    await this.platform.snapshots.refresh('clients', 'applications', 'apiKeys', 'apis');
  }

  /** @throws NotFoundError, InvalidFieldsError, ProblemError 403, 409 */
  async updateClient(
    caller: Caller,
    id: string,
    clientId: string,
    change: UpdateClient,
  ): Promise<ApplicationDetail> {
    const client = (await this.getOwn(id)).clients.find((candidate) => candidate.clientId === clientId);
    if (client === undefined) throw new NotFoundError('client');
    if (change.redirectUris !== undefined) {
      checkRedirectUris(change.redirectUris, client.type);
      const grantTypes = change.grantTypes ?? client.grantTypes;
      checkRedirectUriCount(change.redirectUris, isRedirected(grantTypes) ? 'web' : 'machine');
    }
    checkGrantTypes(change, client.type);
    checkAuthenticationMethod(change, client.type);
    checkPkce(change, client.type);
    checkClaimTemplates(change);
    checkLogoutUris(change);
    checkSigningAlgorithms(change, this.platform.currentDirectory().keys);
    checkCredentials(client, change);
    const allowed = change.allowedScopes ?? client.allowedScopes;
    const added = allowed.filter((name) => !client.allowedScopes.includes(name));
    await this.checkScopes(caller, added);
    checkDefaultsAllowed(change.defaultScopes ?? [], allowed);
    await this.store.updateClient(id, clientId, toClientChange(client, change));
    if ((change.tokenEndpointAuthMethod ?? 'client_secret_jwt') !== 'client_secret_jwt')
      await this.store.forgetSealedSecrets(clientId);
    const legacy = (change.grantTypes ?? []).filter(isLegacyGrantType);
    if (legacy.length > 0)
      this.platform.logger.warn('legacy grant switched on', { clientId, grants: legacy });
    return this.refreshed(id);
  }

  async deleteClient(id: string, clientId: string): Promise<void> {
    await this.getOwn(id);
    await this.store.deleteClient(id, clientId);
    await this.platform.snapshots.refresh('clients');
  }

  /** @throws NotFoundError, ProblemError 409 for public clients */
  async rotateSecret(id: string, clientId: string, overlapSeconds: number): Promise<CreatedSecret> {
    const client = await this.getConfidential(id, clientId);
    const clientSecret = makeSecret();
    const secretId = randomUUID();
    // An HMAC needs the secret itself (OpenID Connect Core §9 client_secret_jwt).
    const isSealed = client.tokenEndpointAuthMethod === 'client_secret_jwt';
    const sealedSecret = isSealed ? this.seal(secretId, clientSecret) : null;
    const secret = { id: secretId, clientId, secretHash: hashSecret(clientSecret), sealedSecret };
    const previousExpiresAt = new Date(Date.now() + overlapSeconds * 1000);
    await this.store.rotateSecret(secret, previousExpiresAt);
    await this.platform.snapshots.refresh('clients');
    const hadOne = client.secrets.length > 0;
    return {
      id: secret.id,
      clientSecret,
      previousExpiresAt: hadOne ? previousExpiresAt.toISOString() : null,
    };
  }

  /**
   * Makes a key pair for a client: the public part is registered, the private part is answered this once.
   * @throws NotFoundError, ProblemError 409
   */
  async createKey(id: string, clientId: string): Promise<CreatedClientKey> {
    const client = await this.getConfidential(id, clientId);
    const { publicJwk, privateJwk } = await generateClientKey();
    const jwks = { keys: [...(client.jwks?.keys ?? []), publicJwk] };
    await this.store.updateClient(id, clientId, toClientChange(client, { jwks }));
    await this.platform.snapshots.refresh('clients');
    return { kid: privateJwk.kid, privateJwk };
  }

  async deleteSecret(id: string, clientId: string, secretId: string): Promise<void> {
    await this.getConfidential(id, clientId);
    await this.store.deleteSecret(clientId, secretId);
    await this.platform.snapshots.refresh('clients');
  }

  private seal(secretId: string, clientSecret: string): Buffer {
    return this.platform.sealing.seal(Buffer.from(clientSecret), SEALED_AS.clientSecret(secretId));
  }

  private async insertClient(
    caller: Caller,
    applicationId: string,
    name: string,
    input: CreateClient,
    application: NewApplication | undefined,
  ): Promise<CreatedApplication> {
    const settings = KIND_SETTINGS[input.kind];
    checkRedirectUriCount(input.redirectUris, input.kind);
    checkRedirectUris(input.redirectUris, settings.type);
    await this.checkScopes(caller, input.allowedScopes);
    const { redirectUris, allowedScopes } = input;
    const clientId = makeClientId(name);
    const clientSecret = settings.type === 'confidential' ? makeSecret() : undefined;
    await this.store.insert(
      application,
      // Where a request names no scope, it asks for all that is allowed; the end user still decides.
      { id: clientId, applicationId, ...settings, redirectUris, allowedScopes, defaultScopes: allowedScopes },
      clientSecret === undefined
        ? undefined
        : { id: randomUUID(), clientId, secretHash: hashSecret(clientSecret), sealedSecret: null },
    );
    return { application: await this.refreshed(applicationId), ...(clientSecret && { clientSecret }) };
  }

  private async checkScopes(caller: Caller, names: readonly string[]): Promise<void> {
    checkKnownScopes(names, this.platform.snapshots.current().scopes, 'allowedScopes');
    if (wantsAdminScopes(names))
      await this.callers.checkIsAdmin(caller, 'give an application rights over Gatehouse itself');
  }

  /** An application that operators may change. @throws NotFoundError, ProblemError 409 */
  private async getOwn(id: string): Promise<ApplicationDetail> {
    const application = await this.get(id);
    if (application.builtIn) {
      throw new ProblemError(409, 'Built in', 'This application is part of Gatehouse and cannot be changed.');
    }
    return application;
  }

  private async getConfidential(id: string, clientId: string): Promise<ApplicationDetail['clients'][number]> {
    const client = (await this.getOwn(id)).clients.find((candidate) => candidate.clientId === clientId);
    if (client === undefined) throw new NotFoundError('client');
    if (client.type === 'public')
      throw new ProblemError(409, 'Public client', 'A public client has no secret.');
    return client;
  }

  private async refreshed(id: string): Promise<ApplicationDetail> {
    await this.platform.snapshots.refresh('clients', 'applications');
    return this.get(id);
  }
}

/** 256 random bits; letters, digits, - and _. */
const makeSecret = (): string => randomBytes(32).toString('base64url');
