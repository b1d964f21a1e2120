/**
 * RFC 7800 §3.1: the key whose holder alone may use an access token, in wire names: by its JWK thumbprint (RFC 9449 §6.1) or
 * by the SHA-256 of a certificate (RFC 8705 §3.1), both in base64url.
 */
export type Confirmation = { readonly jkt: string } | { readonly 'x5t#S256': string };

/** Whether what a request proves is what is asked of it. */
export const isProven = (needed: Confirmation | undefined, proven: Confirmation | undefined): boolean =>
  needed === undefined || (proven !== undefined && JSON.stringify(needed) === JSON.stringify(proven));

/** The thumbprint of a DPoP key; undefined: it is bound in another way, or not at all. */
export const findKeyThumbprint = (confirmation: Confirmation | undefined): string | undefined =>
  confirmation !== undefined && 'jkt' in confirmation ? confirmation.jkt : undefined;
