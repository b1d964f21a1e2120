import type {
  AccessTokenVerifier,
  Dpop,
  RequestObjectDecryption,
  Stores,
  TokenPlane,
} from '@gatehouse/oauth-core';
import type { Database, SnapshotSource } from '@gatehouse/persistence';
import type { BackChannel } from './back-channel.js';
import type { NodeDirectory } from './directory.js';
import type { Drain } from './drain.js';
import type { Env } from './env.js';
import type { KeyKeeper } from './key-keeper.js';
import type { LdapDirectory } from './ldap-directory.js';
import type { Limiter } from './limits/limiter.js';
import type { Logger } from './logger.js';
import type { MailOutbox } from './mail-outbox.js';
import type { Metrics } from './metrics/metrics.js';
import type { RunTimeSettings } from './run-time-settings.js';
import type { Sealing } from './sealing.js';
import type { Seen } from './seen.js';
import type { ErrorAnswers } from './traffic/error-answers.js';
import type { EventCounts } from './traffic/event-counts.js';
import type { Traffic } from './traffic/traffic.js';
import type { UpstreamTokens } from './upstream-tokens/upstream-tokens.js';

/** What every plane gets from the process: one object, made once in main.ts, injected with `@Inject(PLATFORM)`. */
export interface Platform extends BackChannel, Seen {
  /** Whose people can sign in with their password there; undefined: none. */
  readonly directory: LdapDirectory | undefined;
  /** What stays as it was at the start. */
  readonly env: Env;
  /** What admins may change meanwhile, as it is now. */
  readonly settings: () => RunTimeSettings;
  /** Which node this is, as the nodes are registered. */
  readonly nodeId: string;
  readonly drain: Drain;
  readonly logger: Logger;
  /** Whatever is secret and stored in clear is sealed with it. */
  readonly sealing: Sealing;
  /** Of the pages' CSRF tokens, the same on every node. */
  readonly csrfKey: Buffer;
  /** Signs the cookies of known browsers. */
  readonly deviceKey: Buffer;
  readonly database: Database;
  readonly snapshots: SnapshotSource;
  readonly currentDirectory: () => NodeDirectory;
  readonly stores: Stores;
  readonly accessTokens: AccessTokenVerifier;
  /** Proofs of whoever sends an access token that is bound to a key. */
  readonly dpop: Dpop;
  readonly keyKeeper: KeyKeeper;
  /** What upstreams get from the gateway, as a client of other authorization servers. */
  readonly upstreamTokens: UpstreamTokens;
  /** What the data plane does, on its way to the database. */
  readonly traffic: Traffic;
  /** Access tokens and sign-ins, on their way to the database. */
  readonly events: EventCounts;
  /** What the token plane has refused, on its way to the database. */
  readonly errorAnswers: ErrorAnswers;
  /** Where figures are read when Prometheus asks. */
  readonly metrics: Metrics;
  /** Rate limits and quotas of the data plane. */
  readonly limiter: Limiter;
  /** What tokens are made with. */
  readonly tokenPlane: TokenPlane;
  /** Mail to people; it survives a restart. */
  readonly mail: MailOutbox;
  readonly decryption: RequestObjectDecryption;
}

export const PLATFORM = Symbol('Platform');

/** Audience of access tokens for the admin REST API. */
export const findAdminAudience = (env: Env): string => `${env.adminUrl}/api`;
