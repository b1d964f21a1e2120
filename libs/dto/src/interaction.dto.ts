import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';

/** What the sign-in page sends. */
export class SignInRequest {
  @IsString()
  @Length(1, 200)
  username!: string;

  /** Bounded, since hashing takes time in proportion. */
  @IsString()
  @Length(1, 1024)
  password!: string;
}

/** What the page for the codes of devices sends. */
export class UserCodeEntry {
  /** As typed. */
  @IsString()
  @Length(1, 64)
  userCode!: string;
}

/** What the consent page sends. */
export class ConsentAnswer {
  @IsBoolean()
  allow!: boolean;

  /** The scopes that were left ticked. */
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  scopes!: string[];

  /** RFC 9396: the details that were left ticked, by their place in the request. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsInt({ each: true })
  @Min(0, { each: true })
  details?: number[];

  /** It was not them who began this: they do not want to be asked by the application any more (OpenID Connect CIBA). */
  @IsOptional()
  @IsBoolean()
  block?: boolean;
}
