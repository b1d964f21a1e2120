// node-oidc-provider comes without types; what is measured needs no more than these.
declare module 'oidc-provider' {
  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    listen(port: number, host: string): void;
  }
}
