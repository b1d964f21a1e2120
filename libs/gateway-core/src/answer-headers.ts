/** RFC 9110 §12.5.5, RFC 9211 §2: what others have said stays; this adds to it. */
const JOINED: ReadonlySet<string> = new Set(['vary', 'cache-status']);

/**
 * Puts headers of the gateway's own into an upstream's answer: one of the same name gives way, except `Vary` and
 * `Cache-Status`, which are added to.
 * @param headers name, value, name, value …; changed in place
 * @param own name, value, name, value …
 */
export function putAnswerHeaders(headers: string[], own: readonly string[]): void {
  const names = new Set<string>();
  for (let index = 0; index < own.length; index += 2) {
    const name = own[index]?.toLowerCase() ?? '';
    if (!JOINED.has(name)) names.add(name);
  }
  let kept = 0;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (names.has(name.toLowerCase())) continue;
    headers[kept] = name;
    headers[kept + 1] = headers[index + 1] ?? '';
    kept += 2;
  }
  headers.length = kept;
  headers.push(...own);
}
