import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import type { GrantDetails, IssuedTokens } from './stores.js';

/** What an end user allowed a device. Times in epoch milliseconds. */
export interface DeviceApproval {
  readonly grantId: string;
  readonly userId: string;
  readonly authorizationId: string;
  readonly scopes: readonly string[];
  readonly authenticatedAt: number;
  readonly details: GrantDetails;
}

/** A device that waits for its end user, as stored (RFC 8628 §3.2). Times in epoch milliseconds. */
export interface DeviceCode {
  readonly deviceCodeHash: Buffer;
  /**
   * Eight capitals, no dash. In the clear: a person reads it from a screen, and whoever knows it can give the device
   * nothing but their own approval.
   */
  readonly userCode: string;
  readonly clientId: string;
  /** What the device asked for. */
  readonly scopes: readonly string[];
  /** RFC 8707 §2. */
  readonly resources: readonly string[];
  /** RFC 9396 §3: what it asked for in detail. */
  readonly authorizationDetails: readonly AuthorizationDetail[];
  /** How long the device waits between two polls; grows when it does not (RFC 8628 §3.5). */
  readonly intervalSeconds: number;
  readonly expiresAt: number;
  readonly approval: DeviceApproval | null;
  readonly deniedAt: number | null;
  readonly claimedAt: number | null;
}

/** What a poll of a device finds. */
export interface DevicePoll {
  readonly code: DeviceCode;
  /** It came before the interval was over, and the interval has grown by five seconds. */
  readonly isTooSoon: boolean;
}

export interface DeviceCodeStore {
  /** False: another device has this user code; nothing was stored. */
  insert(code: DeviceCode): Promise<boolean>;
  findByUserCode(userCode: string): Promise<DeviceCode | undefined>;
  /**
   * Finds the code of a client and counts the poll, atomically across nodes. Undefined: unknown, or another client's,
   * whose polls slow nobody down.
   * @param now epoch milliseconds
   */
  poll(deviceCodeHash: Buffer, clientId: string, now: number): Promise<DevicePoll | undefined>;
  /** Atomic. False: it has been answered already, or has expired. */
  approve(deviceCodeHash: Buffer, approval: DeviceApproval): Promise<boolean>;
  /** Atomic. False: it has been answered already, or has expired. */
  deny(deviceCodeHash: Buffer): Promise<boolean>;
  /**
   * Claims an approved code and stores what it was exchanged for, atomically, and only while the authorization lives.
   * False: somebody was first, or the authorization has been revoked; then nothing was stored.
   */
  claim(code: DeviceCode, approval: DeviceApproval, issued: IssuedTokens): Promise<boolean>;
}

/** RFC 8628 §3.5: "the interval MUST be increased by 5 seconds for this and all subsequent requests". */
export const SLOW_DOWN_SECONDS = 5;

/** A device's clock, and the way of its request, are not exact to the millisecond. */
export const POLL_LEEWAY_MS = 500;
