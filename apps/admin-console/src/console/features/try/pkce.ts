/** What binds a code to who asked for it. */
export interface AuthorizationSecrets {
  readonly state: string;
  readonly verifier: string;
  readonly challenge: string;
}

/** RFC 7515 §2 */
export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const random = (length: number): string => toBase64Url(crypto.getRandomValues(new Uint8Array(length)));

/**
 * RFC 7636 §4.1, §4.2; RFC 6749 §10.12.
 * @throws TypeError where the page did not come over https or from this machine: browsers hash nothing there
 */
export async function makeAuthorizationSecrets(): Promise<AuthorizationSecrets> {
  const verifier = random(32);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { state: random(16), verifier, challenge: toBase64Url(new Uint8Array(digest)) };
}
