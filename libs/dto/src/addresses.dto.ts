/** Where Gatehouse is, for whoever writes a client. */
export interface Addresses {
  /** RFC 8414 §2. */
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Origin of the published APIs that claim no host of their own. */
  readonly gatewayUrl: string;
}
