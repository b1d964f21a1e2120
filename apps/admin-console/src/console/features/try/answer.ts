import type { TrialResponse } from '@gatehouse/dto';

type Json = Readonly<Record<string, unknown>>;

/** An answer's body, where it is a JSON object. */
export function readJson({ body }: Pick<TrialResponse, 'body'>): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

export const findHeader = ({ headers }: Pick<TrialResponse, 'headers'>, name: string): string | undefined =>
  headers.find((header) => header.name.toLowerCase() === name)?.value;

/** Those that say something about OAuth, or about what to do next. */
const TELLING = [
  'content-type',
  'cache-control',
  'www-authenticate',
  'location',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-request-id',
];

export const listTellingHeaders = ({ headers }: Pick<TrialResponse, 'headers'>): TrialResponse['headers'] =>
  headers.filter(({ name }) => TELLING.includes(name.toLowerCase()));

export interface Failure {
  readonly status: number;
  /** As RFC 6749 §5.2 or RFC 6750 §3.1 name it; empty: not said. */
  readonly code: string;
  /** What the server says of it. */
  readonly description: string;
  /** What this page itself says of it: a text's name. */
  readonly problem?: 'noIssuer' | 'noCode';
}

const quoted = (challenge: string, name: string): string =>
  new RegExp(String.raw`\b${name}="((?:[^"\\]|\\.)*)"`).exec(challenge)?.[1]?.replaceAll(/\\(.)/g, '$1') ??
  '';

const textOf = (json: Json | undefined, name: string): string => {
  const value = json?.[name];
  return typeof value === 'string' ? value : '';
};

/** What went wrong; undefined: nothing did. */
export function findFailure(response: TrialResponse): Failure | undefined {
  if (response.status < 400) return undefined;
  const json = readJson(response);
  const challenge = findHeader(response, 'www-authenticate') ?? '';
  return {
    status: response.status,
    code: textOf(json, 'error') || quoted(challenge, 'error'),
    description:
      textOf(json, 'error_description') || textOf(json, 'detail') || quoted(challenge, 'error_description'),
  };
}
