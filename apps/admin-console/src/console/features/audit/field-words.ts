import i18next from 'i18next';
import { nameSetting } from '../../../lib/setting-words';
import { parseFieldPath, type Step } from './field-path';

/** Only hold what is said of the rest. */
export const CONTAINERS: readonly string[] = ['settings', 'policies', 'values'];

/** Where what is absent is as by default. */
const DEFAULTED: readonly string[] = ['application.settings', 'settings.values'];

/** Kinds of things that have a page of their own. */
export type ThingKind = 'applications' | 'apis' | 'users' | 'organizations' | 'providers' | 'outside-issuers';

/** Whose ID tells one of several from another. */
const KEYS: Readonly<Record<string, ThingKind>> = {
  shares: 'users',
  members: 'users',
  apis: 'apis',
  applications: 'applications',
  outsideIssuers: 'outside-issuers',
};

/** What something is part of. */
export interface Owner {
  readonly text: string;
  /** Set: the text is the ID of such a thing. */
  readonly kind?: ThingKind;
}

export interface FieldWords {
  readonly name: string;
  readonly of: readonly Owner[];
  /** Its last step, and what that is part of: they tell what its values are. */
  readonly step: Step;
  readonly owner: string;
  /** Only what differs from a default is kept. */
  readonly isDefaulted: boolean;
}

/** Under which key a step has its word: what it is part of decides where one word is not enough. */
export const findFieldKeys = (owner: string, name: string): readonly string[] => [`${owner}_${name}`, name];

function describeStep(owner: string, name: string): string {
  const key = findFieldKeys(owner, name).find((candidate) => i18next.exists(`audit:fields.${candidate}`));
  return key === undefined ? name : i18next.t(`audit:fields.${key as 'name'}`);
}

function describeKey({ name, key = '' }: Step): Owner {
  const kind = KEYS[name];
  // An application is named once for each of its roles.
  if (kind !== undefined) return { text: key.split(' ', 1)[0] ?? '', kind };
  if (name !== 'texts') return { text: key };
  return { text: sayLanguage(key) };
}

export function sayLanguage(code: string): string {
  try {
    return new Intl.DisplayNames([i18next.language], { type: 'language' }).of(code) ?? code;
  } catch {
    // It came from outside, and is no language.
    return code;
  }
}

/** Of a field that is said by itself: a setting, or what there was no room for. */
function findLoneName(field: string, { name, key }: Step): string | undefined {
  if (field === '(more)') return i18next.t('audit:changes.moreFields');
  return name === 'values' && key !== undefined ? nameSetting(key) : undefined;
}

/** What a field is called, and what it is part of. */
export function describeField(type: string, field: string): FieldWords {
  const steps = parseFieldPath(type, field);
  const step = steps.at(-1) ?? { name: field };
  const told = steps.filter(({ name }) => !CONTAINERS.includes(name));
  const owner = told.at(-2)?.name ?? type;
  const isDefaulted = DEFAULTED.includes(`${type}.${steps.at(-2)?.name ?? step.name}`);
  const alone = findLoneName(field, step);
  if (alone !== undefined) return { name: alone, of: [], step, owner, isDefaulted };
  const owners = told.flatMap((one, index): Owner[] => {
    const what = { text: describeStep(told[index - 1]?.name ?? type, one.name) };
    return one.key === undefined ? [what] : [what, describeKey(one)];
  });
  return { name: owners.at(-1)?.text ?? field, of: owners.slice(0, -1), step, owner, isDefaulted };
}
