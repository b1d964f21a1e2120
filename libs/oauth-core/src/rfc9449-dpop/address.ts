/** An address without query and fragment, as two spellings of it are compared (RFC 3986 §6.2.2, §6.2.3). */
function normalize(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  // Percent-encoding in one case, and none where none is needed.
  return origin + pathname.replace(/%[0-9a-f]{2}/gi, decodeUnreserved);
}

const UNRESERVED = /[A-Za-z0-9\-._~]/;

function decodeUnreserved(encoded: string): string {
  const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return UNRESERVED.test(character) ? character : encoded.toUpperCase();
}

/** RFC 9449 §4.3: whether `htu` is one of these addresses, whatever query and fragment it has. */
export function isSameAddress(htu: string, addresses: readonly string[]): boolean {
  // As nearly always: to the letter.
  if (addresses.includes(htu)) return true;
  const normal = normalize(htu);
  return normal !== undefined && addresses.some((address) => normalize(address) === normal);
}
