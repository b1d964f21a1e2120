import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** Holds requests against the API's OpenAPI document. */
export class RequestValidationInput {
  /** `report` refuses nothing: what would be refused is logged. */
  @IsIn(['report', 'enforce'])
  mode!: 'report' | 'enforce';

  /** The longest JSON body; left out: 1 MiB. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_485_760)
  maxBodyBytes?: number;
}
