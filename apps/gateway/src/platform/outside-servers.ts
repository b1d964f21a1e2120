import * as openid from 'openid-client';
import type { GuardedFetch } from './guarded-fetch.js';

export interface OutsideServersOptions {
  readonly guardedFetch: GuardedFetch;
  /** Plain http too: for a developer's machine. */
  readonly allowsPlainHttp: boolean;
  readonly now: () => number;
}

/** Authorization servers of others, asked through openid-client by the guarded fetch alone. */
export interface OutsideServers {
  /** OpenID Connect Discovery §4, and RFC 8414 §3 for those that are no OpenID providers. Remembered for a while. */
  discover(issuer: string): Promise<openid.ServerMetadata>;
  /** What was discovered may be wrong. */
  forget(issuer: string): void;
  configure(
    metadata: openid.ServerMetadata,
    clientId: string,
    authentication: openid.ClientAuth,
  ): openid.Configuration;
}

const METADATA_MS = 600_000;

export function createOutsideServers(options: OutsideServersOptions): OutsideServers {
  const discovered = new Map<string, { readonly metadata: openid.ServerMetadata; readonly until: number }>();
  const fetch: openid.CustomFetch = (url, { method, headers, body, signal }) =>
    options.guardedFetch(url, {
      method,
      headers,
      body: (body as RequestInit['body']) ?? null,
      ...(signal && { signal }),
    });
  const execute: ((config: openid.Configuration) => void)[] = [];
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- only where an operator has allowed private addresses
  if (options.allowsPlainHttp) execute.push(openid.allowInsecureRequests);

  async function ask(issuer: string, algorithm: 'oidc' | 'oauth2'): Promise<openid.ServerMetadata> {
    const config = await openid.discovery(new URL(issuer), 'gatehouse', undefined, openid.None(), {
      algorithm,
      execute,
      [openid.customFetch]: fetch,
    });
    return config.serverMetadata();
  }

  async function askBoth(issuer: string): Promise<openid.ServerMetadata> {
    try {
      return await ask(issuer, 'oidc');
    } catch (error) {
      const isElsewhere = error instanceof Error && error.cause instanceof Response;
      if (!isElsewhere) throw error;
      return ask(issuer, 'oauth2');
    }
  }

  return {
    async discover(issuer) {
      const known = discovered.get(issuer);
      if (known !== undefined && known.until > options.now()) return known.metadata;
      const metadata = await askBoth(issuer);
      discovered.set(issuer, { metadata, until: options.now() + METADATA_MS });
      return metadata;
    },
    forget: (issuer) => void discovered.delete(issuer),
    configure(metadata, clientId, authentication) {
      const config = new openid.Configuration(metadata, clientId, undefined, authentication);
      config[openid.customFetch] = fetch;
      for (const change of execute) change(config);
      return config;
    },
  };
}
