import { SIGNING_ALGORITHMS } from '@gatehouse/oauth-core';
import { findSeenProblem } from './env-seen.js';
import { findLdapProblem, findSignerProblem, findUrlProblem } from './env-urls.js';
import settings from './settings.json' with { type: 'json' };

/** One setting, as `settings.json` declares it. */
export interface Setting {
  readonly section: string;
  readonly name: string;
  readonly type: string;
  /** `<NAME>` in it stands for the value of that setting. Null: it is required. */
  readonly default: string | null;
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description: string;
  /** Never shown. */
  readonly secret?: boolean;
  /** An admin may set it in the database, where the environment says nothing; every node then follows at once. */
  readonly runTime?: boolean;
}

/** Every setting, in the order in which they are read. */
export const SETTINGS: readonly Setting[] = settings;

/** What can be chosen, by type. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  level: ['debug', 'info', 'warn', 'error'],
  requests: ['off', 'signed-in'],
  algorithm: SIGNING_ALGORITHMS,
  'without-redis': ['local', 'refuse'],
};

/** Undefined: anything that its type allows. */
export const findChoices = ({ type }: Setting): readonly string[] | undefined => CHOICES[type];

const ROLES: readonly string[] = ['auth', 'gateway', 'admin'];

export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const findChoiceProblem = (choices: readonly string[], text: string): string | undefined =>
  choices.includes(text) ? undefined : `must be one of ${choices.join(', ')}`;

const isKey = (text: string): boolean => Buffer.from(text, 'base64').length === 32;

/** Of a whole number. */
export const findBounds = ({ minimum = 0, maximum = 65535 }: Setting) => ({ minimum, maximum });

function findIntegerProblem(setting: Setting, text: string): string | undefined {
  const { minimum, maximum } = findBounds(setting);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return undefined;
  return `must be a whole number from ${minimum} to ${maximum}, not "${text}"`;
}

/** What is wrong with the text of a setting, without repeating a secret; undefined when nothing is. */
export function findProblem(setting: Setting, text: string): string | undefined {
  const choices = findChoices(setting);
  if (choices !== undefined) return findChoiceProblem(choices, text);
  switch (setting.type) {
    case 'port':
    case 'integer':
      return findIntegerProblem(setting, text);
    case 'bound':
      return text === '0' ? undefined : findIntegerProblem(setting, text);
    case 'workers':
      return text === 'auto' ? undefined : findIntegerProblem(setting, text);
    case 'origin':
      return findUrlProblem(text, ['http:', 'https:'], true);
    case 'ldap-url':
      return findLdapProblem(text);
    case 'signer-url':
      return findSignerProblem(text);
    case 'smtp-url':
      return findUrlProblem(text, ['smtp:', 'smtps:'], false);
    case 'redis-url':
      return findUrlProblem(text, ['redis:', 'rediss:'], false);
    case 'secret-url':
      return findUrlProblem(text, ['postgres:', 'postgresql:'], false);
    case 'key':
      return isKey(text) ? undefined : 'must be 32 bytes in base64; make one with: openssl rand -base64 32';
    case 'keys':
      return splitList(text).every(isKey)
        ? undefined
        : 'must be 32 bytes in base64 each, separated by commas';
    case 'secret':
      return text === '' || text.length >= 22
        ? undefined
        : 'must have at least 22 characters (128 random bits)';
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : `must be true or false, not "${text}"`;
    case 'roles': {
      const roles = splitList(text);
      const known = roles.length > 0 && roles.every((role) => ROLES.includes(role));
      return known ? undefined : `must name one or more of ${ROLES.join(', ')}, separated by commas`;
    }
    default:
      return findSeenProblem(setting.type, text);
  }
}
