import type { JsonObject } from '../rfc7591-registration/metadata-reader.js';

/** Members that a document which everybody can read must not have (draft-ietf-oauth-client-id-metadata-document §4.1). */
const SECRETS = ['client_secret', 'client_secret_expires_at'];
const SHARED_SECRETS: readonly string[] = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'];

/** Why what stands at an address is not the metadata document of the client that the address names. */
export function findDocumentProblem(clientId: string, document: JsonObject): string | undefined {
  if (document['client_id'] !== clientId) return 'its client_id is not its own address';
  const secret = SECRETS.find((name) => name in document);
  if (secret !== undefined) return `it has ${secret}: everybody can read it`;
  // RFC 7591 §2: left away, this is client_secret_basic; a document that says nothing cannot mean that.
  const { token_endpoint_auth_method: method } = document;
  return typeof method === 'string' && SHARED_SECRETS.includes(method)
    ? 'its token_endpoint_auth_method needs a secret, and there is nobody to give it to'
    : undefined;
}

/** A document without a method is that of a public client. */
export const completeDocument = (document: JsonObject): JsonObject => ({
  ...document,
  token_endpoint_auth_method: document['token_endpoint_auth_method'] ?? 'none',
});

/** RFC 9111 §5.2.2.1: for how long an answer says that it holds, within bounds; seconds. */
export function findFreshSeconds(
  cacheControl: string | null,
  { least, most }: { least: number; most: number },
): number {
  const text = cacheControl?.toLowerCase() ?? '';
  if (/\bno-(store|cache)\b/.test(text)) return least;
  const maxAge = /\bmax-age=(\d{1,9})\b/.exec(text)?.[1];
  return maxAge === undefined ? least : Math.min(most, Math.max(least, Number(maxAge)));
}
