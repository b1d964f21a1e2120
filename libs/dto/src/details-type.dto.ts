import {
  DEFAULT_SCOPE_ICON,
  type DetailField,
  type DetailPart,
  SCOPE_ICONS,
  SCOPE_SENSITIVITIES,
  type ScopeIcon,
  type ScopeSensitivity,
  type ScopeTexts,
} from '@gatehouse/scopes';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from './page.js';

/** The words of a type in one language. */
export class DetailsTypeText {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  title?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string;
}

/** In the languages of the end users' pages. What is left out or empty is said in the default words. */
export class DetailsTypeTextsInput {
  @IsOptional()
  @ValidateNested()
  @Type(() => DetailsTypeText)
  en?: DetailsTypeText;

  @IsOptional()
  @ValidateNested()
  @Type(() => DetailsTypeText)
  de?: DetailsTypeText;

  @IsOptional()
  @ValidateNested()
  @Type(() => DetailsTypeText)
  fr?: DetailsTypeText;
}

class DetailsTypeContent {
  /** JSON Schema (2020-12) of one detail, as text; what it does not name is refused. */
  @IsString()
  @Length(2, 20_000)
  schema!: string;

  /** The APIs that know what it means. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  apiIds!: string[];

  /** Follows "wants to", with values of the detail: "Pay {{amount.value}} {{amount.currency}} to {{creditor}}". */
  @IsString()
  @Length(1, 200)
  title!: string;

  /** With values too. Left out: nothing more is said. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string;

  /** Left out: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => DetailsTypeTextsInput)
  texts?: DetailsTypeTextsInput;

  /** Left out: a key. */
  @IsOptional()
  @IsIn(SCOPE_ICONS)
  icon?: ScopeIcon;

  /** Left out: sensitive. */
  @IsOptional()
  @IsIn(SCOPE_SENSITIVITIES)
  sensitivity?: ScopeSensitivity;

  /** The very same detail is not asked about again. Left out: each request is. */
  @IsOptional()
  @IsBoolean()
  isRemembered?: boolean;

  /** Clients that register themselves may have it. Left out: they may not. */
  @IsOptional()
  @IsBoolean()
  isRegistrable?: boolean;
}

/** All of what can be changed of a type. `version` is the one that the change was made from. */
export class UpdateDetailsType extends DetailsTypeContent {
  @IsInt()
  @Min(1)
  version!: number;
}

export class CreateDetailsType extends DetailsTypeContent {
  /** `type` of its details: a word, or an address. */
  @IsString()
  @Length(1, 200)
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { message: 'name has no spaces, quotes or backslashes' })
  name!: string;
}

/** Of a list of types. */
export class DetailsTypeQuery extends PageQuery {
  /** Those that this API knows alone. */
  @IsOptional()
  @IsUUID()
  apiId?: string;
}

export interface DetailsTypeDetail {
  readonly name: string;
  readonly schema: string;
  readonly apis: readonly { readonly id: string; readonly name: string }[];
  readonly title: string;
  readonly description: string;
  readonly texts: ScopeTexts;
  readonly icon: ScopeIcon;
  readonly sensitivity: ScopeSensitivity;
  readonly isRemembered: boolean;
  readonly isRegistrable: boolean;
  readonly version: number;
}

/** One type with what hangs on it. */
export interface DetailsTypeUse extends DetailsTypeDetail {
  readonly routes: readonly {
    readonly apiId: string;
    readonly apiName: string;
    readonly methods: readonly string[];
    readonly path: string;
  }[];
  readonly clientCount: number;
  readonly applicationCount: number;
  readonly authorizationCount: number;
}

/** A type that says no more than it must. */
export const PLAIN_DETAILS_TYPE = {
  description: '',
  texts: {},
  icon: DEFAULT_SCOPE_ICON,
  sensitivity: 'sensitive',
  isRemembered: false,
  isRegistrable: false,
} as const satisfies Partial<DetailsTypeDetail>;

/** A detail as end users are told of it, in their language. */
export interface SaidDetail {
  readonly type: string;
  readonly title: readonly DetailPart[];
  readonly description: readonly DetailPart[];
  readonly icon: ScopeIcon;
  readonly sensitivity: ScopeSensitivity;
  /** Names of the APIs that it is for. */
  readonly apis: readonly string[];
  /** All that it says. */
  readonly fields: readonly DetailField[];
}
