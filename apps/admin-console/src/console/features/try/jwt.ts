/** The two readable parts of a JWS (RFC 7515 §7.1), as they are. Nothing is verified: this is for looking. */
export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Not Base64, or not JSON: an opaque token with dots in it.
    return undefined;
  }
}

/** Undefined for what is no signed JWT, as an opaque access token. */
export function decodeJwt(text: string): DecodedJwt | undefined {
  const parts = text.split('.');
  if (parts.length !== 3) return undefined;
  const [header, payload] = parts.slice(0, 2).map(decodePart);
  return header === undefined || payload === undefined ? undefined : { header, payload };
}

export interface NamedJwt extends DecodedJwt {
  readonly name: string;
}

/** The JWTs among the values of an answer. */
export const findJwts = (json: Readonly<Record<string, unknown>>): readonly NamedJwt[] =>
  Object.entries(json).flatMap(([name, value]) => {
    const decoded = typeof value === 'string' ? decodeJwt(value) : undefined;
    return decoded === undefined ? [] : [{ name, ...decoded }];
  });
