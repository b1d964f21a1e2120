const MAX_LENGTH = 8_192;

/**
 * The `iss` that a JWT claims, not verified: to find out who is to judge it, and for nothing else. Undefined: it is no JWT
 * that says one.
 */
export function peekIssuer(text: string): string | undefined {
  const start = text.indexOf('.') + 1;
  const end = text.indexOf('.', start);
  // RFC 7515 §7.1: three parts. RFC 7516 §7.1 has five, and the claims are sealed.
  if (start === 0 || end === -1 || text.includes('.', end + 1) || text.length > MAX_LENGTH) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(text.slice(start, end), 'base64url').toString());
    if (typeof claims !== 'object' || claims === null) return undefined;
    const { iss } = claims as { readonly iss?: unknown };
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}
