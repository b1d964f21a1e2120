import { registerDecorator, type ValidationArguments } from 'class-validator';
import { isScopeName } from '@gatehouse/scopes';

/** A property decorator from a function that says what is wrong with one string; applied to each of an array. */
function each(
  name: string,
  findProblem: (text: string, owner: object) => string | undefined,
): () => PropertyDecorator {
  const findFirst = (value: unknown, owner: object): string | undefined =>
    [value]
      .flat()
      .map((text) => (typeof text === 'string' ? findProblem(text, owner) : 'must be text'))
      .find((problem) => problem !== undefined);
  return () => (target, propertyName) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown, { object }: ValidationArguments) => findFirst(value, object) === undefined,
        defaultMessage: (context) => findFirst(context?.value, context?.object ?? {}) ?? 'is not valid',
      },
    });
}

/** RFC 6749 §3.3: scope-token, alone or as an array. */
export const IsScopeName = each('isScopeName', (text) =>
  isScopeName(text)
    ? undefined
    : `"${text.slice(0, 60)}" cannot be a scope: use letters, digits and .:_-/ without spaces`,
);

const BASE_PATH = /^(\/[A-Za-z0-9\-._~]+)+$/;
/** A base path: `/flickr`, `/v2/photos`. */
export const IsBasePath = each('isBasePath', (text) => {
  if (!BASE_PATH.test(text))
    return 'must be a path such as /flickr: letters, digits and -._~ between slashes, no slash at the end';
  if (/\/\.{1,2}(\/|$)/.test(text)) return 'must not have a segment "." or ".."';
  return text === '/health' ? "/health is the gateway's own" : undefined;
});

/** Where an upstream is: an http or https address without credentials, query or fragment. */
export const IsUpstreamUrl = each('isUpstreamUrl', (text) => {
  if (!URL.canParse(text)) return 'must be an address such as http://127.0.0.1:8080';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '') return 'must not have a user name or password';
  return url.search !== '' || url.hash !== '' ? 'must not have a query or fragment' : undefined;
});
