import type { RevocationSet } from '../../kernel/revocation-set.js';
import type { Stores } from '../../ports/stores.js';
import { ACCESS_TOKEN_CONTRACT } from './access-token-contract.js';
import { BACKCHANNEL_REQUEST_CONTRACT } from './backchannel-request-contract.js';
import { CODE_CONTRACT } from './code-contract.js';
import { DEVICE_CODE_CONTRACT } from './device-code-contract.js';
import { PUSHED_REQUEST_CONTRACT } from './pushed-request-contract.js';
import { REFRESH_TOKEN_CONTRACT } from './refresh-token-contract.js';
import { REPLAY_CONTRACT } from './replay-contract.js';
import { REVOCATION_CONTRACT } from './revocation-contract.js';
import { SUBJECT_CONTRACT } from './subject-contract.js';

/** A living authorization in the stores under test. */
export interface ContractAuthorization {
  readonly authorizationId: string;
  readonly userId: string;
  readonly clientId: string;
}

/** A user as an operator makes one. */
export interface ContractUser {
  readonly username: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
}

/** The stores under test, with what other planes do to them. */
export interface StoreHarness {
  readonly stores: Stores;
  /** Epoch milliseconds, by the clock of the stores. */
  readonly now: () => number;
  makeAuthorization(): Promise<ContractAuthorization>;
  revokeAuthorization(authorizationId: string): Promise<void>;
  /** @returns its ID */
  makeUser(user: ContractUser): Promise<string>;
  disableUser(userId: string): Promise<void>;
  /** @returns its ID */
  makeApplication(): Promise<string>;
  /** Links a subject of a new trusted issuer to a user. @returns the issuer's ID */
  linkSubject(subject: string, userId: string): Promise<string>;
  /** A user does not want to be asked by an application any more. */
  blockApplication(userId: string, applicationId: string): Promise<void>;
  /** What this node refuses now. */
  currentRevocations(): RevocationSet;
}

/** One promise of the ports. It resolves when the promise is kept and rejects with an AssertionError when not. */
export interface ContractRule {
  readonly title: string;
  run(harness: StoreHarness): Promise<void>;
}

/** Every promise of the stores' ports: run on each implementation. */
export const STORE_CONTRACT: readonly ContractRule[] = [
  ...CODE_CONTRACT,
  ...DEVICE_CODE_CONTRACT,
  ...BACKCHANNEL_REQUEST_CONTRACT,
  ...PUSHED_REQUEST_CONTRACT,
  ...REFRESH_TOKEN_CONTRACT,
  ...ACCESS_TOKEN_CONTRACT,
  ...REVOCATION_CONTRACT,
  ...REPLAY_CONTRACT,
  ...SUBJECT_CONTRACT,
];
