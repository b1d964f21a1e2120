import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ApplicationDetail,
  ApplicationKind,
  ApplicationQuery,
  ApplicationSummary,
  CreateApplication,
  CreateClient,
  CreatedApplication,
  CreatedClientKey,
  CreatedSecret,
  Page,
  RotateSecret,
  UpdateApplication,
  UpdateClient,
} from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS, hashSecret } from '@gatehouse/oauth-core';
import {
  ApplicationsStore,
  type ListedApplication,
  type NewApplication,
  NotFoundError,
} from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { SharingService } from '../organizations/sharing.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { toApplicationDetail, toApplicationSummary } from './application.answers.js';
import { checkCredentials } from '../platform/registry/credential-rules.js';
import { checkProfile, withChange } from '../platform/registry/profile-rules.js';
import { toClientChange } from './client-change.js';
import { type FirstClientChoice, fitNewClient, hasSecret, toNewClient } from './new-client.js';
import {
  checkAuthenticationMethod,
  checkClaimTemplates,
  checkDefaultsAllowed,
  checkDetailsTypes,
  checkGrantTypes,
  checkIsNoAgent,
  checkKnownScopes,
  checkLogoutUris,
  checkNotificationEndpoint,
  checkPkce,
  checkSigningAlgorithms,
  checkRedirectUriCount,
  checkRedirectUris,
  isLegacyGrantType,
  isRedirected,
  wantsAdminScopes,
} from '../platform/registry/client-rules.js';
import { generateClientKey } from './client-key.js';
import { issueSecret, makeSecret } from '../platform/registry/client-secret.js';
import { KIND_SETTINGS, makeClientId } from '../platform/registry/kinds.js';

/** Registers applications and keeps their clients. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ApplicationsService {
  private readonly store: ApplicationsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(SharingService) private readonly sharing: SharingService,
  ) {
    this.store = new ApplicationsStore(platform.database.dataSource);
  }

  async list(query: ApplicationQuery, memberId: string | null): Promise<Page<ApplicationSummary>> {
    const { items, total } = await this.store.list(query, memberId);
    const { page, pageSize } = query;
    const toSummary = (item: ListedApplication): ApplicationSummary =>
      toApplicationSummary(item, item.clientIds, item.lastUsedAt);
    return { items: items.map(toSummary), total, page, pageSize };
  }

  async get(id: string): Promise<ApplicationDetail> {
    return toApplicationDetail(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, ProblemError 403 */
  async create(caller: Caller, input: CreateApplication): Promise<CreatedApplication> {
    await this.checkTrust(caller, input, input.kind);
    const application: NewApplication = {
      id: randomUUID(),
      name: input.name,
      description: input.description ?? '',
      kind: input.kind,
      publisher: input.publisher ?? null,
      isVerified: input.isVerified ?? false,
      contactEmail: input.contactEmail ?? null,
      contactPhone: input.contactPhone ?? null,
      homepageUrl: input.homepageUrl ?? null,
      privacyUrl: input.privacyUrl ?? null,
      termsUrl: input.termsUrl ?? null,
      isFirstParty: input.isFirstParty ?? false,
      organizationId: await this.sharing.checkOrganization(input.organizationId),
      createdBy: await this.callers.getName(caller),
    };
    const { kind, redirectUris, allowedScopes } = input;
    const client = { kind, redirectUris, allowedScopes };
    return this.insertClient(caller, application.id, application.name, client, application, input);
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

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, ProblemError 403, 409 */
  async update(
    caller: Caller,
    id: string,
    { version, ...change }: UpdateApplication,
  ): Promise<ApplicationDetail> {
    const before = await this.getOwn(id);
    const isNew = (field: 'isVerified' | 'isFirstParty'): boolean =>
      change[field] !== undefined && change[field] !== before[field];
    await this.checkTrust(
      caller,
      {
        isVerified: isNew('isVerified'),
        isFirstParty: isNew('isFirstParty') && change.isFirstParty === true,
      },
      before.kind,
    );
    await this.store.update(id, version, change);
    return this.refreshed(id);
  }

  async delete(id: string): Promise<void> {
    await this.getOwn(id);
    await this.store.delete(id);
    // Its API keys went with it, and its place in the lists of APIs.
    await this.platform.snapshots.refresh('clients', 'applications', 'apiKeys', 'apis');
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, ProblemError 403, 409 */
  async updateClient(
    caller: Caller,
    id: string,
    clientId: string,
    { version, ...change }: UpdateClient,
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
    checkNotificationEndpoint(change, client);
    checkClaimTemplates(change);
    checkDetailsTypes(change, client.authorizationDetailsTypes, this.platform.snapshots.current());
    checkLogoutUris(change);
    checkSigningAlgorithms(change, this.platform.currentDirectory().keys);
    checkCredentials(client, change);
    checkProfile(withChange(client, change, DEFAULT_CLIENT_SETTINGS));
    const allowed = change.allowedScopes ?? client.allowedScopes;
    const added = allowed.filter((name) => !client.allowedScopes.includes(name));
    await this.checkScopes(caller, added);
    checkDefaultsAllowed(change.defaultScopes ?? [], allowed);
    await this.store.updateClient(id, clientId, version, toClientChange(client, change));
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
  async rotateSecret(
    id: string,
    clientId: string,
    { overlapSeconds, temporarySeconds }: RotateSecret,
  ): Promise<CreatedSecret> {
    const client = await this.getConfidential(id, clientId);
    const { clientSecret, secret } = issueSecret(client, this.platform.sealing);
    const endsAt = new Date(Date.now() + (temporarySeconds ?? overlapSeconds) * 1000);
    const isRotation = temporarySeconds === undefined;
    await (isRotation
      ? this.store.rotateSecret(secret, endsAt)
      : this.store.addTemporarySecret(secret, endsAt));
    await this.platform.snapshots.refresh('clients');
    const endsOne = isRotation && client.secrets.length > 0;
    return { id: secret.id, clientSecret, previousExpiresAt: endsOne ? endsAt.toISOString() : null };
  }

  /**
   * Makes a key pair for a client: the public part is registered, the private part is answered this once.
   * @throws NotFoundError, ProblemError 409
   */
  async createKey(id: string, clientId: string): Promise<CreatedClientKey> {
    const client = await this.getConfidential(id, clientId);
    const { publicJwk, privateJwk } = await generateClientKey();
    const jwks = { keys: [...(client.jwks?.keys ?? []), publicJwk] };
    await this.store.updateClient(id, clientId, client.version, toClientChange(client, { jwks }));
    await this.platform.snapshots.refresh('clients');
    return { kid: privateJwk.kid, privateJwk };
  }

  async deleteSecret(id: string, clientId: string, secretId: string): Promise<void> {
    await this.getConfidential(id, clientId);
    await this.store.deleteSecret(clientId, secretId);
    await this.platform.snapshots.refresh('clients');
  }

  private async insertClient(
    caller: Caller,
    applicationId: string,
    applicationName: string,
    input: CreateClient,
    application: NewApplication | undefined,
    choice: FirstClientChoice = {},
  ): Promise<CreatedApplication> {
    checkRedirectUriCount(input.redirectUris, input.kind);
    checkRedirectUris(input.redirectUris, KIND_SETTINGS[input.kind].type);
    await this.checkScopes(caller, input.allowedScopes);
    const clientId = makeClientId(applicationName);
    const plain = toNewClient({ id: clientId, applicationId }, input, this.platform.settings());
    const client = fitNewClient(plain, choice);
    const clientSecret = hasSecret(client) ? makeSecret() : undefined;
    await this.store.insert(
      application,
      client,
      clientSecret === undefined
        ? undefined
        : { id: randomUUID(), clientId, secretHash: hashSecret(clientSecret), sealedSecret: null },
    );
    return {
      application: await this.refreshed(applicationId),
      clientId,
      ...(clientSecret && { clientSecret }),
    };
  }

  /** What people are told to trust is for admins to say. */
  private async checkTrust(
    caller: Caller,
    { isVerified, isFirstParty }: Pick<UpdateApplication, 'isVerified' | 'isFirstParty'>,
    kind: ApplicationKind,
  ): Promise<void> {
    if (isFirstParty === true) checkIsNoAgent(kind);
    if (isVerified === true) await this.callers.checkIsAdmin(caller, 'only-admins-verify-applications');
    if (isFirstParty === true) await this.callers.checkIsAdmin(caller, 'only-admins-skip-consent');
  }

  private async checkScopes(caller: Caller, names: readonly string[]): Promise<void> {
    checkKnownScopes(names, this.platform.snapshots.current().scopes, 'allowedScopes');
    if (wantsAdminScopes(names)) await this.callers.checkIsAdmin(caller, 'only-admins-give-own-scopes');
  }

  /** An application that operators may change. @throws NotFoundError, ProblemError 409 */
  async getOwn(id: string): Promise<ApplicationDetail> {
    const application = await this.get(id);
    if (application.builtIn) {
      throw new ProblemError('application-built-in');
    }
    return application;
  }

  private async getConfidential(id: string, clientId: string): Promise<ApplicationDetail['clients'][number]> {
    const client = (await this.getOwn(id)).clients.find((candidate) => candidate.clientId === clientId);
    if (client === undefined) throw new NotFoundError('client');
    if (client.type === 'public') throw new ProblemError('public-without-secret');
    return client;
  }

  /** As it stands, when this node knows of the change. */
  async refreshed(id: string): Promise<ApplicationDetail> {
    await this.platform.snapshots.refresh('clients', 'applications');
    return this.get(id);
  }
}
