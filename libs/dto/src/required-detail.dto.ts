import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';

/** Something in a detail that must be the same as something in the call. */
export class DetailConditionInput {
  /** `identifier`, `creditor.iban`. */
  @IsString()
  @Length(1, 200)
  field!: string;

  /** `method`, `path.<parameter>` or `query.<name>`. */
  @IsString()
  @Length(1, 200)
  equals!: string;
}

/** RFC 9396: what an access token must have been given in detail. */
export class RequiredDetailInput {
  @IsString()
  @Length(1, 200)
  type!: string;

  /** All of these must be in the detail; none: nothing is asked of them. */
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  actions: string[] = [];

  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(2000, { each: true })
  locations: string[] = [];

  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  datatypes: string[] = [];

  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => DetailConditionInput)
  conditions: DetailConditionInput[] = [];
}

/** As the API answers it; what was answered may be sent again. */
export interface RequiredDetailAnswer {
  readonly type: string;
  readonly actions: readonly string[];
  readonly locations: readonly string[];
  readonly datatypes: readonly string[];
  readonly conditions: readonly { readonly field: string; readonly equals: string }[];
}
