import { OAuthError } from '../kernel/oauth-error.js';

/** Metadata as JSON has it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads one member; undefined: it is not there. @throws OAuthError invalid_client_metadata */
export type Reader<T> = (metadata: JsonObject, name: string) => T | undefined;

const MAX_TEXT = 2_000;
const MAX_ITEMS = 50;
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

export const refuseMetadata = (description: string): OAuthError =>
  new OAuthError('invalid_client_metadata', description);

/** RFC 7591 §2: a member that is null is as one that is not there. */
const findMember = (metadata: JsonObject, name: string): unknown =>
  Object.hasOwn(metadata, name) ? (metadata[name] ?? undefined) : undefined;

function checkText(value: unknown, name: string, maxLength = MAX_TEXT): string {
  if (typeof value !== 'string' || value === '')
    throw refuseMetadata(`${name} must be a text that is not empty.`);
  if (value.length > maxLength) throw refuseMetadata(`${name} has more than ${maxLength} characters.`);
  return value;
}

/** A text of at most so many characters. */
export const readText =
  (maxLength?: number): Reader<string> =>
  (metadata, name) => {
    const value = findMember(metadata, name);
    return value === undefined ? undefined : checkText(value, name, maxLength);
  };

export const readTexts: Reader<readonly string[]> = (metadata, name) => {
  const value = findMember(metadata, name);
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length > MAX_ITEMS)
    throw refuseMetadata(`${name} must be a list of at most ${MAX_ITEMS} texts.`);
  return [...new Set(value.map((item: unknown) => checkText(item, name)))];
};

/** An address that people or servers follow: https, or http on the client's own machine. */
export const readUrl: Reader<string> = (metadata, name) => {
  const text = readText()(metadata, name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname));
  if (!isSafe || url.username !== '' || url.password !== '')
    throw refuseMetadata(`${name} must be an address that begins with https://.`);
  return text;
};

export const readFlag: Reader<boolean> = (metadata, name) => {
  const value = findMember(metadata, name);
  if (value !== undefined && typeof value !== 'boolean')
    throw refuseMetadata(`${name} must be true or false.`);
  return value;
};

/** Whole seconds. */
export const readSeconds: Reader<number> = (metadata, name) => {
  const value = findMember(metadata, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 31_536_000)
    throw refuseMetadata(`${name} must be a number of seconds.`);
  return value;
};

export const readOneOf =
  <T extends string>(values: readonly T[]): Reader<T> =>
  (metadata, name) => {
    const text = readText()(metadata, name);
    const found = values.find((value) => value === text);
    if (text !== undefined && found === undefined)
      throw refuseMetadata(`${name} must be one of: ${values.join(', ')}.`);
    return found;
  };

export const readSomeOf =
  <T extends string>(values: readonly T[]): Reader<readonly T[]> =>
  (metadata, name) => {
    const unknown = readTexts(metadata, name)?.find((text) => !(values as readonly string[]).includes(text));
    if (unknown !== undefined)
      throw refuseMetadata(`${name}: there is no ${unknown} here; there are ${values.join(', ')}.`);
    return readTexts(metadata, name) as readonly T[] | undefined;
  };

export const readObject: Reader<JsonObject> = (metadata, name) => {
  const value = findMember(metadata, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuseMetadata(`${name} must be an object.`);
  return value as JsonObject;
};
