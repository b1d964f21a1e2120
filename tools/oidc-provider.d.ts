// node-oidc-provider comes without types; what is measured, and what tests start, needs no more than these.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface TokenModel {
    find(value: string): Promise<{ readonly isValid: boolean } | undefined>;
  }
  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly AccessToken: TokenModel;
    readonly ClientCredentials: TokenModel;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    listen(port: number, host: string): void;
  }
}
