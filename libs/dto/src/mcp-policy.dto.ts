import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsScopeName } from './validators.js';

export const MCP_RULE_KINDS = ['tool', 'prompt', 'resource'] as const;

/** What some tools, prompts or resources of an MCP server demand, besides what the route does. */
export class McpRuleInput {
  @IsIn(MCP_RULE_KINDS)
  kind!: (typeof MCP_RULE_KINDS)[number];

  /** Its name, or the URI of a resource; one `*` stands for any text: `delete-*`. */
  @IsString()
  @Length(1, 500)
  @Matches(/^[^*]*\*?[^*]*$/, { message: 'name may have one star' })
  name!: string;

  /** All of them are needed; none: the route's are enough. */
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  scopes: string[] = [];
}

/** The upstream is an MCP server (streamable HTTP): the gateway reads its messages. */
export class McpPolicyInput {
  /** The first that fits decides. */
  @IsArray()
  @ArrayMaxSize(1_000)
  @ArrayUnique(({ kind, name }: McpRuleInput) => `${kind} ${name}`, {
    message: 'each name can have one rule',
  })
  @ValidateNested({ each: true })
  @Type(() => McpRuleInput)
  rules!: McpRuleInput[];

  /** What becomes of what no rule fits; left out: `route`, what the route demands is enough. */
  @IsOptional()
  @IsIn(['route', 'refuse'])
  others?: 'route' | 'refuse';

  /** The longest message; left out: 1 MiB. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_485_760)
  maxBodyBytes?: number;
}

export type McpPolicyDetail = Required<McpPolicyInput>;
