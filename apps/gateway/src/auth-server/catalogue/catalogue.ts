import type { CatalogueDetail, CatalogueEntry, Page, PageQuery, SaidScope } from '@gatehouse/dto';
import { type Api, listApiScopes } from '@gatehouse/gateway-core';
import { findApiUrl } from '../../platform/api-address.js';
import type { Language } from '../../platform/language.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { sayScope } from '../../platform/said-scopes.js';

type Parts = Pick<Platform, 'env' | 'snapshots'>;

const toEntry = ({ env }: Parts, api: Api): CatalogueEntry => ({
  id: api.id,
  name: api.name,
  description: api.description,
  url: findApiUrl(env.gatewayUrl, api),
});

const findListed = ({ snapshots }: Parts): readonly Api[] =>
  snapshots.current().apis.filter(({ isEnabled, policies }) => isEnabled && policies.isListed);

/** One page of the listed APIs, by name. From memory: anybody may ask, as often as they like. */
export function listCatalogue(
  parts: Parts,
  { search = '', page, pageSize }: PageQuery,
): Page<CatalogueEntry> {
  const wanted = search.toLowerCase();
  const found = findListed(parts)
    .filter(({ name, description }) => `${name}\n${description}`.toLowerCase().includes(wanted))
    .sort((one, other) => one.name.localeCompare(other.name));
  const items = found.slice((page - 1) * pageSize, page * pageSize);
  return { items: items.map((api) => toEntry(parts, api)), total: found.length, page, pageSize };
}

/** What a client developer needs for one listed API; undefined: there is none that is listed. */
export function findInCatalogue(parts: Parts, id: string, language: Language): CatalogueDetail | undefined {
  const api = findListed(parts).find((one) => one.id === id);
  if (api === undefined) return undefined;
  const { issuer } = parts.env;
  return {
    ...toEntry(parts, api),
    operations: api.routes.map(({ methods, path, access, scopes, scopeMatch }) => ({
      methods,
      path,
      access,
      scopes,
      scopeMatch,
    })),
    scopes: listScopes(parts, api, language),
    audience: api.audience,
    issuer,
    metadataUrl: `${issuer}/.well-known/oauth-authorization-server`,
    tokenEndpoint: `${issuer}/oauth2/token`,
  };
}

function listScopes({ snapshots }: Parts, api: Api, language: Language): readonly SaidScope[] {
  const snapshot = snapshots.current();
  return listApiScopes(api).map((name) => sayScope(snapshot, name, language));
}
