/** Who called, as a trace knows it: W3C Trace Context §3.2.2. */
export interface TraceParent {
  /** 32 hexadecimal digits, not all 0. */
  readonly traceId: string;
  /** 16 hexadecimal digits, not all 0. */
  readonly spanId: string;
  /** 8 bits; the lowest: the caller may have recorded its part. */
  readonly flags: number;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const ZEROS = /^0+$/;

/**
 * W3C Trace Context §3.2, §4.3
 * @param text of the one traceparent header
 * @returns undefined: it says nothing, and tracestate with it
 */
export function parseTraceParent(text: string | undefined): TraceParent | undefined {
  const [, version, traceId = '', spanId = '', flags = '', further] = TRACEPARENT.exec(text ?? '') ?? [];
  if (version === undefined || version === 'ff') return undefined;
  // §3.2.4: a later version may say more at its end; this one may not.
  if (version === '00' && further !== undefined) return undefined;
  if (ZEROS.test(traceId) || ZEROS.test(spanId)) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

export const writeTraceParent = ({ traceId, spanId, flags }: TraceParent): string =>
  `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;

const MAX_MEMBERS = 32;
// §3.3.1.3.1, with the tenants of its first edition.
const KEY = /^[a-z\d][a-z\d_\-*/]{0,255}(?:@[a-z][a-z\d_\-*/]{0,13})?$/;
// §3.3.1.3.2: printable, neither "," nor "=", and no space at its end.
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/**
 * W3C Trace Context §3.3.1: whether what other vendors say can be passed on.
 * @param text of all tracestate headers, joined with commas
 */
export function isTraceState(text: string): boolean {
  const members = text
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '');
  const keys = new Set<string>();
  for (const member of members) {
    const [key = '', value = '', ...more] = member.split('=');
    if (more.length > 0 || !KEY.test(key) || !VALUE.test(value) || keys.has(key)) return false;
    keys.add(key);
  }
  return members.length > 0 && members.length <= MAX_MEMBERS;
}
