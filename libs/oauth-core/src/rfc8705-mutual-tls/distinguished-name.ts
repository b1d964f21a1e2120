/** One part of a distinguished name: `['CN', 'print shop']`. */
type NamePart = readonly [type: string, value: string];

// RFC 4514 §2.4: a backslash hides the next character, or stands for a byte as two hex digits.
const unescape = (text: string): string =>
  text
    .replace(/(?:\\[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('\\', ''), 'hex').toString())
    .replace(/\\(.)/g, '$1');

function parsePart(text: string): NamePart {
  const equals = text.indexOf('=');
  return [text.slice(0, equals).trim().toUpperCase(), unescape(text.slice(equals + 1).trim())];
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  S: 'ST',
  E: 'EMAILADDRESS',
  '1.2.840.113549.1.9.1': 'EMAILADDRESS',
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

const describe = (parts: readonly NamePart[]): string =>
  JSON.stringify(parts.map(([type, value]) => [OTHER_NAMES[type] ?? type, value]));

/**
 * RFC 8705 §2.1.2, RFC 4514 §2.1: whether a certificate's subject is the registered name. Written in the order of the
 * RFC, which is the reverse of the certificate's.
 * @param registered for example `CN=print shop,O=Prints Ltd,C=GB`
 * @param subject as `X509Certificate.subject` has it: a line for each part, in the order of the certificate
 */
export function isSameName(registered: string, subject: string): boolean {
  const wanted = registered
    .split(/(?<!\\),/)
    .map(parsePart)
    .toReversed();
  const found = subject
    .split('\n')
    .filter((line) => line !== '')
    .map(parsePart);
  return found.length > 0 && describe(wanted) === describe(found);
}
