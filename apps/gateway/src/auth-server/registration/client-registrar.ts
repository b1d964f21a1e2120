import {
  type ClientMetadata,
  hashSecret,
  type JsonObject,
  OAuthError,
  openSoftwareStatement,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import {
  ApplicationsStore,
  type ApplicationTree,
  type ClientRegistrationRecord,
  ClientRegistrationsStore,
  NotFoundError,
  RegistrationPoliciesStore,
  type RegistrationPolicyRecord,
} from '@gatehouse/persistence';
import { issueSecret, makeSecret } from '../../platform/registry/client-secret.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { toUpdate } from './metadata-update.js';
import { checkMetadata } from './metadata-rules.js';
import { checkTerms, toRows } from './registered-rows.js';
import { toRegistrationFacts } from './registration-facts.js';
import { chooseScopes, explainClosed, findTerms, isOpenType } from './registration-terms.js';

/** A client that is registered: as it stands, and what it is told this once. */
export interface RegisteredClient {
  readonly tree: ApplicationTree;
  readonly registration: ClientRegistrationRecord;
  readonly clientSecret?: string | undefined;
  readonly accessToken: string;
}

const DAY_MS = 86_400_000;

const needsSecret = ({ authenticationMethod }: ClientMetadata): boolean =>
  authenticationMethod.startsWith('client_secret_');

/**
 * An agent registers with what it needs first, and meets the tool that needs more later (MCP authorization, scope challenge):
 * all that the terms allow is open to it then, since its user is asked each time.
 */
const mayAskForMore = (
  { kind, registersAgents }: Pick<RegistrationPolicyRecord, 'kind' | 'registersAgents'>,
  { grantTypes }: ClientMetadata,
): boolean => kind === 'open' && registersAgents && grantTypes.includes('authorization_code');

/** Registers clients that ask for it themselves, and keeps them (RFC 7591, RFC 7592). */
export class ClientRegistrar {
  private readonly policies: RegistrationPoliciesStore;
  private readonly registrations: ClientRegistrationsStore;
  private readonly applications: ApplicationsStore;

  constructor(private readonly platform: Platform) {
    const { dataSource } = platform.database;
    this.policies = new RegistrationPoliciesStore(dataSource);
    this.registrations = new ClientRegistrationsStore(dataSource);
    this.applications = new ApplicationsStore(dataSource);
  }

  /**
   * RFC 7591 §3.1.
   * @param token the initial access token, if one came
   * @throws OAuthError
   */
  async register(sent: JsonObject, token: string | undefined): Promise<RegisteredClient> {
    const policy = await findTerms(this.policies, token);
    const { metadata, statementIssuer } = await this.readMetadata(sent, policy);
    checkTerms(metadata, policy, statementIssuer !== null);
    const scopes = this.chooseScopes(metadata, policy.allowedScopes);
    const { application, client: asked } = toRows(metadata, scopes, policy, this.platform.settings());
    const client = mayAskForMore(policy, metadata)
      ? {
          ...asked,
          allowedScopes: this.chooseScopes({ ...metadata, scopes: undefined }, policy.allowedScopes),
        }
      : asked;
    const names = { clientId: client.id, tokenEndpointAuthMethod: metadata.authenticationMethod };
    const issued = needsSecret(metadata) ? issueSecret(names, this.platform.sealing) : undefined;
    const accessToken = makeSecret();
    await this.registrations
      .insert({
        policyId: policy.id,
        application,
        client,
        secret: issued?.secret,
        registration: {
          kind: policy.kind,
          accessTokenHash: hashSecret(accessToken),
          ...toRegistrationFacts(metadata),
          statementIssuer,
          unusedUntil: policy.unusedDays === 0 ? null : new Date(Date.now() + policy.unusedDays * DAY_MS),
        },
      })
      .catch(explainClosed);
    await this.platform.snapshots.refresh('clients', 'applications');
    return { ...(await this.read(client.id)), clientSecret: issued?.clientSecret, accessToken };
  }

  /**
   * RFC 7592 §2: the client that a registration access token belongs to.
   * @throws OAuthError invalid_token, the same for one that is unknown and for one of another client
   */
  async find(clientId: string, accessToken: string): Promise<RegisteredClient> {
    const registration = await this.registrations.find(clientId);
    if (registration?.accessTokenHash?.equals(hashSecret(accessToken)) !== true)
      throw new OAuthError('invalid_token', 'This registration access token is not known for this client.');
    const found = await this.read(clientId);
    if (!this.isEnabled(clientId))
      throw new OAuthError('access_denied', 'This client has been disabled by whoever runs this server.');
    return { ...found, accessToken };
  }

  /** RFC 7592 §2.2: all of it anew. @throws OAuthError */
  async replace(registered: RegisteredClient, sent: JsonObject): Promise<RegisteredClient> {
    const { tree, registration } = registered;
    const policy = registration.policyId === null ? null : await this.policies.get(registration.policyId);
    const known = this.platform.snapshots.current().clients.get(registration.clientId);
    const { metadata } = await this.readMetadata(sent, policy, known?.authorizationDetailsTypes);
    const present = tree.clients.find(({ id }) => id === registration.clientId);
    if (present === undefined) throw new NotFoundError('client');
    if (policy !== null) checkTerms(metadata, policy, registration.statementIssuer !== null);
    // Terms that are gone give no more than they gave.
    const scopes = this.chooseScopes(metadata, policy?.allowedScopes ?? present.allowedScopes);
    await this.registrations.update(
      tree.application.id,
      registration.clientId,
      toUpdate(tree.application, present, metadata, scopes, toRegistrationFacts(metadata)),
    );
    await this.platform.snapshots.refresh('clients', 'applications');
    return { ...(await this.read(registration.clientId)), accessToken: registered.accessToken };
  }

  /** RFC 7592 §2.3: its tokens end with it. */
  async delete({ tree, registration }: RegisteredClient): Promise<void> {
    await this.registrations.delete(tree.application.id, registration.clientId);
    await this.platform.snapshots.refresh('clients', 'applications', 'apiKeys', 'apis');
  }

  private async readMetadata(
    sent: JsonObject,
    policy: RegistrationPolicyRecord | null,
    had: readonly string[] = [],
  ): Promise<{ readonly metadata: ClientMetadata; readonly statementIssuer: string | null }> {
    const { currentDirectory, remoteKeys } = this.platform;
    const options = { currentDirectory, remoteKeys, world: REAL_WORLD };
    const statement = await openSoftwareStatement(options, sent, policy?.statementIssuers ?? []);
    // RFC 7591 §2.3: what the statement says "MUST take precedence".
    const { keys, snapshot } = currentDirectory();
    const mayHaveType = (name: string): boolean => isOpenType(snapshot, name, had);
    const metadata = checkMetadata({ ...sent, ...statement?.metadata }, keys, mayHaveType);
    return { metadata, statementIssuer: statement?.issuer ?? null };
  }

  private chooseScopes({ scopes }: ClientMetadata, allowed: readonly string[]): string[] {
    return chooseScopes(scopes, allowed, this.platform.snapshots.current().scopes);
  }

  private isEnabled(clientId: string): boolean {
    return this.platform.snapshots.current().clients.get(clientId)?.isEnabled === true;
  }

  private async read(clientId: string): Promise<Pick<RegisteredClient, 'tree' | 'registration'>> {
    const registration = await this.registrations.find(clientId);
    const client = this.platform.snapshots.current().clients.get(clientId);
    if (registration === null || client === undefined) throw new NotFoundError('client');
    return { registration, tree: await this.applications.get(client.applicationId) };
  }
}
