const MAX_LENGTH = 500;

/** Whether a client ID is the address of a metadata document: no client ID that we make looks like one. */
export const isDocumentAddress = (clientId: string): boolean => /^https?:\/\//.test(clientId);

/**
 * draft-ietf-oauth-client-id-metadata-document §2: why a client ID cannot be the address of a metadata document.
 * @param allowsPlainHttp for a developer's machine
 */
export function findDocumentAddressProblem(clientId: string, allowsPlainHttp: boolean): string | undefined {
  if (clientId.length > MAX_LENGTH) return `it has more than ${MAX_LENGTH} characters`;
  if (!URL.canParse(clientId)) return 'it is not a URL';
  const url = new URL(clientId);
  if (url.protocol !== 'https:' && !(allowsPlainHttp && url.protocol === 'http:'))
    return 'it does not begin with https://';
  if (url.username !== '' || url.password !== '') return 'it has credentials in it';
  if (clientId.includes('#')) return 'it has a fragment';
  if (url.pathname === '/') return 'it has no path';
  // Compared as text everywhere: one document has one spelling.
  if (url.href !== clientId) return `it is not in its plain form, which is ${url.href.slice(0, 200)}`;
  return undefined;
}
