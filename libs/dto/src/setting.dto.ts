import { IsInt, IsObject, Min } from 'class-validator';

/** A setting's value: of the kind that it has. */
export type SettingValue = string | number | boolean;

/** Where the value in force comes from. The environment wins over what is set here. */
export const SETTING_SOURCES = ['environment', 'database', 'default'] as const;
export type SettingSource = (typeof SETTING_SOURCES)[number];

export const SETTING_KINDS = ['boolean', 'integer', 'choice', 'text'] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** Settings of run time, by the names of their variables; those that are left out stay as they are. */
export class UpdateSettings {
  @IsInt()
  @Min(1)
  version!: number;

  /** Null: no longer set here, so that the default counts. */
  @IsObject()
  values!: Record<string, unknown>;
}

/** One setting of the node that answers. */
export interface SettingDetail {
  /** The environment's variable. */
  readonly name: string;
  readonly section: string;
  readonly description: string;
  readonly kind: SettingKind;
  readonly unit: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Of a choice. */
  readonly choices: readonly string[] | null;
  /** In force; null: it is a secret. */
  readonly value: SettingValue | null;
  /** Null: there is none, it is required. */
  readonly default: SettingValue | null;
  readonly source: SettingSource;
  readonly isSecret: boolean;
  /** Whether there is a value that is not empty. */
  readonly isSet: boolean;
  /** Whether it can be set here at all, and applies to every node at once. */
  readonly isRunTime: boolean;
  /** What is set here, in force or not; null: nothing. */
  readonly stored: SettingValue | null;
}

/** What Gatehouse is, and where it runs. */
export interface SystemFacts {
  readonly version: string;
  /** Of Gatehouse, as SPDX names it. */
  readonly license: string;
  /** The node that answers. */
  readonly nodeName: string;
  readonly startedAt: string;
  /** Of which something was heard lately. */
  readonly nodes: number;
  /** For example `PostgreSQL 17.2`. */
  readonly database: string;
  /** For example `Node.js 22.11.0`. */
  readonly runtime: string;
}

export interface SettingsDetail {
  readonly version: number;
  readonly items: readonly SettingDetail[];
  readonly system: SystemFacts;
}
