import { SETTING_KINDS, SETTING_SOURCES } from '@gatehouse/dto';
import type { Operation } from './open-api.operations.js';
import {
  flag,
  integer,
  list,
  moment,
  object,
  oneOf,
  orNull,
  ref,
  type Schema,
  text,
  texts,
} from './open-api.schemas.js';

export const SETTING_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/settings',
    tag: 'Settings',
    summary: 'Every setting of the node that answers, with the value in force and where it comes from',
    answer: 'SettingsDetail',
    status: 200,
  },
  {
    method: 'patch',
    path: '/settings',
    tag: 'Settings',
    summary: 'Set what can be changed while Gatehouse runs, for every node at once; for admins',
    body: 'UpdateSettings',
    answer: 'SettingsDetail',
    status: 200,
  },
];

const value: Schema = { type: ['string', 'integer', 'boolean'] };

export const SETTING_ANSWERS: Readonly<Record<string, Schema>> = {
  SettingDetail: object({
    name: text,
    section: text,
    description: text,
    kind: oneOf(...SETTING_KINDS),
    unit: orNull(text),
    minimum: orNull(integer),
    maximum: orNull(integer),
    choices: orNull(texts),
    value: orNull(value),
    default: orNull(value),
    source: oneOf(...SETTING_SOURCES),
    isSecret: flag,
    isSet: flag,
    isRunTime: flag,
    stored: orNull(value),
  }),
  SettingsDetail: object({
    version: integer,
    items: list(ref('SettingDetail')),
    system: object({
      version: text,
      license: text,
      nodeName: text,
      startedAt: moment,
      nodes: integer,
      database: text,
      runtime: text,
    }),
  }),
};
