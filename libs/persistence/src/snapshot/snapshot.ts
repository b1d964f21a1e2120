import type { Api, ApiContract, ApiKey, LimitBook, OutsideIssuer, Provider } from '@gatehouse/gateway-core';
import type {
  Client,
  RevocationSet,
  SigningAlgorithm,
  SigningKeyState,
  TrustedIssuer,
} from '@gatehouse/oauth-core';
import type { ScopeDefinition } from '@gatehouse/scopes';
import type { EpochSection } from '../nodes/epochs.js';
import type { Brand } from './brand.js';
import type { KnownApplication } from './known-application.js';
import type { StoredDetailsType } from './load-details-types.js';
import type { IdentityProvider } from './identity-provider.js';
import type { RegistrationPolicyRecord } from '../schemas/registration.js';
import type { StoredSettings } from './stored-settings.js';

/** A published signing key as stored. */
export interface SealedSigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly state: SigningKeyState;
  readonly publicJwk: Readonly<Record<string, string>>;
  /** Sealed under the master key; null: with the outside signer. */
  readonly sealedPrivateKey: Buffer | null;
}

/** A registration policy that is switched on and has not ended. */
export interface OpenPolicy extends Pick<RegistrationPolicyRecord, 'id' | 'kind' | 'hosts'> {
  /** Epoch milliseconds; null: no end. */
  readonly expiresAt: number | null;
}

/** The parts of a snapshot that change independently; also the payloads of `NOTIFY gatehouse`. */
export const SNAPSHOT_SECTIONS = [
  'clients',
  'applications',
  'apiKeys',
  'apis',
  'contracts',
  'scopes',
  'keys',
  'revocations',
  'trustedIssuers',
  'outsideIssuers',
  'providers',
  'identityProviders',
  'brand',
  'limits',
  'settings',
  'registrationPolicies',
  'detailsTypes',
] as const;
export type SnapshotSection = (typeof SNAPSHOT_SECTIONS)[number];

/**
 * Everything that the hot paths read, as it stood at one moment. Immutable: a change makes a new snapshot in which
 * the untouched sections are the same objects, so that `===` tells whether something derived from one is stale.
 */
export interface Snapshot {
  /** By client ID. Clients of disabled applications are in it, with `isEnabled: false`. */
  readonly clients: ReadonlyMap<string, Client>;
  /** By ID. */
  readonly applications: ReadonlyMap<string, KnownApplication>;
  /** By the SHA-256 of the key, in base64url; the disabled ones too. */
  readonly apiKeys: ReadonlyMap<string, ApiKey>;
  /** All published APIs, the disabled ones too, by base path. */
  readonly apis: readonly Api[];
  /** What requests are checked against, by the API's ID: of the APIs that want it, and have an OpenAPI document. */
  readonly contracts: ReadonlyMap<string, ApiContract>;
  /** By name, the built-in ones included. */
  readonly scopes: ReadonlyMap<string, ScopeDefinition>;
  readonly keys: readonly SealedSigningKey[];
  readonly revocations: RevocationSet;
  /** By issuer identifier, the disabled ones too. */
  readonly trustedIssuers: ReadonlyMap<string, TrustedIssuer>;
  /** Whose access tokens APIs may accept: by ID, the disabled ones too. */
  readonly outsideIssuers: ReadonlyMap<string, OutsideIssuer>;
  /** By ID, with the access tokens that they have given, sealed. */
  readonly providers: ReadonlyMap<string, Provider>;
  /** Whom people can sign in with, the disabled ones too; by slug, in the order of their names. */
  readonly identityProviders: ReadonlyMap<string, IdentityProvider>;
  readonly brand: Brand;
  /** But those of the APIs, which are policies of theirs. */
  readonly limits: LimitBook;
  readonly settings: StoredSettings;
  /** On which terms clients register themselves now: only those that let any in. */
  readonly registrationPolicies: readonly OpenPolicy[];
  /** RFC 9396 §2: by name. */
  readonly detailsTypes: ReadonlyMap<string, StoredDetailsType>;
}

/** The living snapshot of one node. */
export interface SnapshotSource {
  /** The newest snapshot; a request keeps the one it began with. */
  current(): Snapshot;
  /** False while the node cannot hear of changes: the notification connection is down. */
  isListening(): boolean;
  /**
   * For how many milliseconds this node has not known whether it had heard of everything: since the connection answered,
   * and what it had named until then was read. The connection is asked every two seconds.
   */
  unheardMs(): number;
  /** Up to which epoch each section is known to be read. */
  seenEpochs(): ReadonlyMap<EpochSection, number>;
  /** Calls back after each read that has seen a further epoch. Returns the way to stop. */
  onSeen(listener: () => void): () => void;
  /** Calls back after each change with the sections that changed. Returns the way to stop. */
  onChange(listener: (snapshot: Snapshot, changed: ReadonlySet<SnapshotSection>) => void): () => void;
  /** Re-reads sections now, so that a node sees its own write before it answers. Throws when the database is gone. */
  refresh(...sections: SnapshotSection[]): Promise<void>;
}
