import type { SaidScope } from './scope.dto.js';

/** What the catalogue tells anybody of a listed API. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Where it is called: the gateway's origin and the base path. */
  readonly url: string;
}

/** One operation of a listed API. */
export interface CatalogueOperation {
  /** None: every method. */
  readonly methods: readonly string[];
  /** After the API's address. */
  readonly path: string;
  readonly access: 'public' | 'authenticated' | 'scopes';
  readonly scopes: readonly string[];
  readonly scopeMatch: 'all' | 'any';
}

/** All that a client developer needs to call a listed API. */
export interface CatalogueDetail extends CatalogueEntry {
  readonly operations: readonly CatalogueOperation[];
  readonly scopes: readonly SaidScope[];
  /** `resource` of requests for its access tokens (RFC 8707), and their `aud`. */
  readonly audience: string;
  readonly issuer: string;
  /** Metadata of the authorization server (RFC 8414). */
  readonly metadataUrl: string;
  readonly tokenEndpoint: string;
}
