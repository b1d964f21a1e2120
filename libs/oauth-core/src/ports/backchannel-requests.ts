import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import type { DeviceApproval } from './device-codes.js';
import type { IssuedTokens } from './stores.js';

/** How a client learns of the answer (OpenID Connect CIBA §5). */
export const BACKCHANNEL_DELIVERY_MODES = ['poll', 'ping', 'push'] as const;
export type BackchannelDeliveryMode = (typeof BACKCHANNEL_DELIVERY_MODES)[number];

/** What an end user allowed, as of a device. */
export type BackchannelApproval = DeviceApproval;

/** A client that has asked for an end user's permission and waits, as stored (CIBA §7.3). Times in epoch milliseconds. */
export interface BackchannelRequest {
  /** Names it for the end user's pages; gives nothing to whoever knows it. */
  readonly id: string;
  readonly authRequestIdHash: Buffer;
  readonly clientId: string;
  readonly applicationId: string;
  /** Whom the hint meant. */
  readonly userId: string;
  readonly scopes: readonly string[];
  /** RFC 8707 §2. */
  readonly resources: readonly string[];
  /** RFC 9396 §3: what it asks for in detail. */
  readonly authorizationDetails: readonly AuthorizationDetail[];
  readonly acrValues: readonly string[];
  readonly bindingMessage: string | null;
  readonly deliveryMode: BackchannelDeliveryMode;
  /** How long the client waits between two polls; grows when it does not. */
  readonly intervalSeconds: number;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly approval: BackchannelApproval | null;
  readonly deniedAt: number | null;
  readonly claimedAt: number | null;
}

/** What a poll of a client finds. */
export interface BackchannelPoll {
  readonly request: BackchannelRequest;
  /** It came before the interval was over, and the interval has grown by five seconds. */
  readonly isTooSoon: boolean;
}

/** Why a request was not stored: the end user has blocked the application, or has enough to answer. */
export type BackchannelInsertion = 'stored' | 'blocked' | 'too-many';

/** So many requests of one application wait for one person at once. */
export const MAX_OPEN_OF_APPLICATION = 3;

/** So many wait for one person at once, whoever asks. */
export const MAX_OPEN_OF_USER = 10;

export interface BackchannelRequestStore {
  /**
   * Atomic: of many at once no more are stored than may wait.
   * @param sealedDelivery what whoever tells the client of the answer needs, sealed; null where the client polls
   */
  insert(request: BackchannelRequest, sealedDelivery: Buffer | null): Promise<BackchannelInsertion>;
  /**
   * Finds the request of a client and counts the poll, atomically across nodes. Undefined: unknown, or another client's,
   * whose polls slow nobody down.
   * @param now epoch milliseconds
   */
  poll(authRequestIdHash: Buffer, clientId: string, now: number): Promise<BackchannelPoll | undefined>;
  /** Atomic. False: it has been answered already, has expired, or is for another person. */
  approve(id: string, approval: BackchannelApproval): Promise<boolean>;
  /** Atomic. False: it has been answered already, has expired, or is for another person. */
  deny(id: string, userId: string): Promise<boolean>;
  /**
   * Claims an approved request and stores what it was exchanged for, atomically, and only while the authorization lives.
   * False: somebody was first, or the authorization has been revoked; then nothing was stored.
   * @param sealedAnswer what is pushed to the client, sealed, to be pushed again where it does not arrive
   */
  claim(
    request: BackchannelRequest,
    approval: BackchannelApproval,
    issued: IssuedTokens,
    sealedAnswer?: Buffer,
  ): Promise<boolean>;
}
