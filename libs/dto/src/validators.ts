import { isISO8601, registerDecorator, type ValidationArguments } from 'class-validator';
import { isScopeName } from '@gatehouse/scopes';
import { findContrastWithWhite, MIN_CONTRAST } from './brand-limits.js';

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

// ISO 8601 has weeks, too, and moments without an offset: nothing that everybody reads as the same moment.
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A day (its first moment, in UTC), or a moment with its offset. */
export const IsMoment = each('isMoment', (text) =>
  MOMENT.test(text) && isISO8601(text, { strict: true })
    ? undefined
    : 'must be a day or a moment with its offset, such as 2026-07-01T12:00:00Z',
);

// RFC 1123 §2.1: letters, digits and hyphens between dots; an IPv4 address is written with them too.
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

function findHostNameProblem(text: string): string | undefined {
  if (HOST_NAME.test(text)) return undefined;
  if (/[^\p{ASCII}]/u.test(text)) return 'must be written in ASCII: xn--… (RFC 5890 §2.3.2.1)';
  if (/[:/]/.test(text)) return 'must be a host name alone, without scheme, port and path';
  return 'must be a host name such as api.example.com';
}

/** A host name, or a star for every name below one: `*.example.com`. */
export const IsHostPattern = each('isHostPattern', (text) => {
  if (!text.includes('*')) return findHostNameProblem(text);
  const isWildcard = text.startsWith('*.') && text.slice(2).includes('.') && HOST_NAME.test(text.slice(2));
  return isWildcard ? undefined : 'a star stands only at the beginning, as in *.example.com';
});

/** The name in a server's certificate. */
export const IsServerName = each('isServerName', findHostNameProblem);

const BASE_PATH = /^(\/[A-Za-z0-9\-._~]+)+$/;
/** A base path: `/flickr`, `/v2/photos`; `/` where the owner has hosts of its own. */
export const IsBasePath = each('isBasePath', (text, owner) => {
  if (text === '/') {
    const { hosts } = owner as { readonly hosts?: unknown };
    return Array.isArray(hosts) && hosts.length > 0 ? undefined : 'may be / alone only with hosts of its own';
  }
  if (!BASE_PATH.test(text))
    return 'must be a path such as /flickr: letters, digits and -._~ between slashes, no slash at the end';
  if (/\/\.{1,2}(\/|$)/.test(text)) return 'must not have a segment "." or ".."';
  if (/^\/\.well-known(\/|$)/.test(text)) return "/.well-known is the gateway's own";
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

/** A time zone of the IANA database: `Europe/Paris`. */
export const IsTimeZone = each('isTimeZone', (text) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format() && undefined;
  } catch {
    return 'must be a time zone such as Europe/Paris';
  }
});

/** RFC 5646: a language as `fr` or `fr-CA`. */
export const IsLanguageTag = each('isLanguageTag', (text) => {
  try {
    return Intl.getCanonicalLocales(text)[0] === text ? undefined : 'must be written like fr or fr-CA';
  } catch {
    return 'must be a language such as fr or fr-CA';
  }
});

/** An http or https address that Gatehouse calls or sends browsers to, without credentials or fragment. */
export const IsWebUrl = each('isWebUrl', (text) => {
  if (text.length > 2000) return 'must have at most 2000 characters';
  if (!URL.canParse(text)) return 'must be an address such as https://app.example/path';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not have a user name or password';
  return url.hash === '' ? undefined : 'must not have a fragment';
});

/** As people write it: digits, perhaps after a plus, with spaces and -./() between them (ITU-T E.123). */
export const IsPhoneNumber = each('isPhoneNumber', (text) => {
  const digits = text.replace(/\D/g, '').length;
  const isOne = /^\+?[\d\s()./-]+$/.test(text) && text.length <= 40 && digits >= 5 && digits <= 15;
  return isOne ? undefined : 'must be a phone number such as +44 20 7946 0018';
});

function findOriginProblem(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:/.test(text)) return 'must be an origin such as https://app.example';
  // RFC 6454 §6.2: as browsers send it: no path, not even a slash, and no default port.
  const { origin } = new URL(text);
  return origin === text ? undefined : `must be an origin as browsers send it: ${origin}`;
}
/** An origin as browsers send it: `https://app.example`. */
export const IsWebOrigin = each('isWebOrigin', findOriginProblem);
/** An origin, or `*`. */
export const IsOriginOrStar = each('isOriginOrStar', (text) =>
  text === '*' ? undefined : findOriginProblem(text),
);

/** RFC 9110 §5.1: the name of a header. */
export const IsFieldName = each('isFieldName', (text) =>
  /^[!#$%&'*+\-.^_`|~\w]{1,100}$/.test(text) ? undefined : 'must be the name of a header',
);

// RFC 3986 §3: a scheme, and something after it. No client ID has a colon, so none reads like an issuer.
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/;
/** An issuer identifier: a URI such as https://idp.example or urn:example:idp. */
export const IsIssuerUri = each('isIssuerUri', (text) => {
  if (text.length > 500) return 'must have at most 500 characters';
  return URI.test(text) ? undefined : 'must be a URI such as https://idp.example or urn:example:idp';
});

/** A colour on which white text can be read (WCAG 2.2 §1.4.3, AA). */
export const IsReadableUnderWhite = each('isReadableUnderWhite', (color) =>
  (findContrastWithWhite(color) ?? MIN_CONTRAST) >= MIN_CONTRAST
    ? undefined
    : 'white text on this colour is hard to read: choose a darker one',
);

const MAX_TEMPLATES = 30;
const MAX_TEMPLATE_LENGTH = 1000;
const CLAIM_NAME = /^[A-Za-z][\w.:/-]{0,99}$/;

function findTemplateProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'must be an object of claim names and templates';
  const entries = Object.entries(value);
  if (entries.length > MAX_TEMPLATES) return `must have at most ${MAX_TEMPLATES} claims`;
  const wrongName = entries.find(([name]) => !CLAIM_NAME.test(name));
  if (wrongName) return `"${wrongName[0].slice(0, 60)}" cannot be a claim's name`;
  const wrong = entries.find(([, text]) => typeof text !== 'string' || text.length > MAX_TEMPLATE_LENGTH);
  return wrong && `${wrong[0]} must be a text of at most ${MAX_TEMPLATE_LENGTH} characters`;
}

/** Claim names with the templates of their values. */
export const IsClaimTemplates = (): PropertyDecorator => (target, propertyName) =>
  registerDecorator({
    name: 'isClaimTemplates',
    target: target.constructor,
    propertyName: String(propertyName),
    validator: {
      validate: (value: unknown) => findTemplateProblem(value) === undefined,
      defaultMessage: (context) => findTemplateProblem(context?.value) ?? 'is not valid',
    },
  });

/** Something that has its place elsewhere. */
export const IsNotSaid =
  (message: string): PropertyDecorator =>
  (target, propertyName) =>
    registerDecorator({
      name: 'isNotSaid',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message },
      validator: { validate: (value: unknown) => value === undefined },
    });

/** An object of texts. */
export const IsTextByName = (): PropertyDecorator => (target, propertyName) =>
  registerDecorator({
    name: 'isTextByName',
    target: target.constructor,
    propertyName: String(propertyName),
    options: { message: 'must be an object of texts' },
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((text) => typeof text === 'string'),
    },
  });
