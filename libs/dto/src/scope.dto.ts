import {
  DEFAULT_SCOPE_ICON,
  SCOPE_ICONS,
  SCOPE_SENSITIVITIES,
  type ScopeIcon,
  type ScopeSensitivity,
  type ScopeTexts,
} from '@gatehouse/scopes';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from './page.js';
import { IsScopeName } from './validators.js';

/** The words of a scope in one language. */
export class ScopeText {
  @IsOptional()
  @IsString()
  @MaxLength(120)
  title?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string;
}

/** In the languages of the end users' pages. What is left out or empty is said in the default words. */
export class ScopeTextsInput {
  @IsOptional()
  @ValidateNested()
  @Type(() => ScopeText)
  en?: ScopeText;

  @IsOptional()
  @ValidateNested()
  @Type(() => ScopeText)
  de?: ScopeText;

  @IsOptional()
  @ValidateNested()
  @Type(() => ScopeText)
  fr?: ScopeText;
}

/** What end users see of a scope. */
class ScopeContent {
  /** Follows "wants to", for example "See your photos". For every language that has no words of its own. */
  @IsString()
  @Length(1, 120)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string;

  /** Left out: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ScopeTextsInput)
  texts?: ScopeTextsInput;

  /** Left out: a key. */
  @IsOptional()
  @IsIn(SCOPE_ICONS)
  icon?: ScopeIcon;

  /** Whoever is asked for it is told where it is more than normal. */
  @IsOptional()
  @IsIn(SCOPE_SENSITIVITIES)
  sensitivity?: ScopeSensitivity;
}

/** All of what can be changed of a scope. `version` is the one that the change was made from. */
export class UpdateScope extends ScopeContent {
  @IsInt()
  @Min(1)
  version!: number;
}

export class CreateScope extends ScopeContent {
  @IsString()
  @IsScopeName()
  name!: string;
}

const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** Of a list of scopes. The search looks at names, words and the names of the APIs that use them. */
export class ScopeQuery extends PageQuery {
  /** Whether routes of an API need it. Built-in scopes are in neither half. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  isUsed?: boolean;

  /** Whether it is Gatehouse's own, or OpenID Connect's. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  isBuiltIn?: boolean;

  @IsOptional()
  @IsIn(SCOPE_SENSITIVITIES)
  sensitivity?: ScopeSensitivity;

  /** These alone, separated by spaces. */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  names?: string;
}

/** A scope as end users are told of it, in their language. */
export interface SaidScope {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly icon: ScopeIcon;
  readonly sensitivity: ScopeSensitivity;
}

export interface ScopeDetail {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** By language. */
  readonly texts: ScopeTexts;
  readonly icon: ScopeIcon;
  readonly sensitivity: ScopeSensitivity;
  readonly builtIn: boolean;
  /** Counted up by each change; 0 of one that is built in. */
  readonly version: number;
  /** The first few APIs whose routes need it, by name. */
  readonly usedBy: readonly { readonly apiId: string; readonly apiName: string }[];
  /** How many APIs that are. */
  readonly apiCount: number;
}

/** A route that needs a scope. */
export interface ScopeRoute {
  readonly apiId: string;
  readonly apiName: string;
  /** None: every method. */
  readonly methods: readonly string[];
  readonly path: string;
  /** Whether it needs other scopes as well, or would take another one instead. */
  readonly others: readonly string[];
  readonly scopeMatch: 'all' | 'any';
}

/** One scope with what hangs on it. */
export interface ScopeUse extends ScopeDetail {
  /** The first ones, by API and place. */
  readonly routes: readonly ScopeRoute[];
  readonly routeCount: number;
  /** Clients that may ask for it, and of how many applications they are. */
  readonly clientCount: number;
  readonly applicationCount: number;
  readonly apiKeyCount: number;
  /** Authorizations that are in force and have it. */
  readonly authorizationCount: number;
  /** Calls of the last 30 days that routes let through for it. */
  readonly calls: number;
  /** When the last one was, to the hour; null: not as far back as is known. */
  readonly lastUsedAt: string | null;
}

/** A scope that says no more than its name and words. */
export const PLAIN_SCOPE = {
  texts: {},
  icon: DEFAULT_SCOPE_ICON,
  sensitivity: 'normal',
} as const satisfies Pick<ScopeDetail, 'texts' | 'icon' | 'sensitivity'>;
