import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Length, ValidateNested } from 'class-validator';

/** How API keys are sent. */
export class ApiKeyPolicyInput {
  /** Left out: `X-API-Key`. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  header?: string;
}

/** What an API accepts as proof of who calls. */
export class CredentialPolicyInput {
  /** Access tokens of this authorization server; left out: true. */
  @IsOptional()
  @IsBoolean()
  accessTokens?: boolean;

  /** Null: none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ApiKeyPolicyInput)
  apiKeys?: ApiKeyPolicyInput | null;

  /** RFC 8705: of clients that are registered with one, for what they may do for themselves. */
  @IsOptional()
  @IsBoolean()
  clientCertificates?: boolean;
}

export interface CredentialPolicyDetail {
  readonly accessTokens: boolean;
  readonly apiKeys: Required<ApiKeyPolicyInput> | null;
  readonly clientCertificates: boolean;
}
