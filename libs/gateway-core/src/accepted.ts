import type { Api } from './api.js';

/** What an API accepts, made once for each change of it. */
export interface Accepted {
  readonly accessTokens: boolean;
  /** IDs of those whose tokens count. */
  readonly outsideIssuers: readonly string[];
  /** As an operator wrote it, for people; undefined: no API keys. */
  readonly keyHeader: string | undefined;
  readonly clientCertificates: boolean;
}

/** What most APIs accept. */
export const ACCESS_TOKENS_ALONE: Accepted = {
  accessTokens: true,
  outsideIssuers: [],
  keyHeader: undefined,
  clientCertificates: false,
};

const compiled = new WeakMap<Api, Accepted>();

export function findAccepted(api: Api): Accepted {
  const { credentials } = api.policies;
  const { outsideIssuers } = api.callers;
  if (credentials === null && outsideIssuers.length === 0) return ACCESS_TOKENS_ALONE;
  const known = compiled.get(api);
  if (known !== undefined) return known;
  const accepted = {
    accessTokens: credentials?.accessTokens ?? true,
    outsideIssuers,
    keyHeader: credentials?.apiKeys?.header,
    clientCertificates: credentials?.clientCertificates ?? false,
  };
  compiled.set(api, accepted);
  return accepted;
}

/** RFC 6750 §2: whether the Authorization header is looked at. */
export const acceptsBearer = ({ accessTokens, outsideIssuers }: Accepted): boolean =>
  accessTokens || outsideIssuers.length > 0;
