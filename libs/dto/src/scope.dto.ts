import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsScopeName } from './validators.js';

/** The words of a scope. */
export class UpdateScope {
  /** Follows "wants to", for example "See your photos". */
  @IsString()
  @Length(1, 120)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string;
}

export class CreateScope extends UpdateScope {
  @IsString()
  @IsScopeName()
  name!: string;
}

export interface ScopeDetail {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly usedBy: readonly { readonly apiId: string; readonly apiName: string }[];
}
