/** An authorization request that a client has pushed, as stored (RFC 9126 §2.2). */
export interface PushedRequest {
  /** SHA-256 of what the request URI ends in. */
  readonly referenceHash: Buffer;
  readonly clientId: string;
  /** By name, as they would come to the authorization endpoint: checked, and without credentials. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether they came in a request object that the client signed (RFC 9101). */
  readonly isSigned: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface PushedRequestStore {
  insert(request: PushedRequest): Promise<void>;
  /**
   * RFC 9126 §4: takes a request of a client, once. Undefined: unknown, expired, another client's, or taken already.
   */
  claim(referenceHash: Buffer, clientId: string): Promise<PushedRequest | undefined>;
}
