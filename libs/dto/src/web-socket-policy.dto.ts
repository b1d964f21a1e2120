import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsOriginOrStar } from './validators.js';

/** How an API's WebSockets are treated. What is left out has its default. */
export class WebSocketPolicyInput {
  /** Origins whose pages may connect, or `*`; left out: no page. Programs that are no browsers send none, and may. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsOriginOrStar()
  allowedOrigins?: string[];

  /** One over which nothing has passed for so long is closed; left out: 300. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  idleSeconds?: number;

  /** Open at once, at each node; left out: 1000. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxConnections?: number;

  /** Whether a browser may offer the subprotocol `bearer.<access token>`, beside another one; left out: false. */
  @IsOptional()
  @IsBoolean()
  acceptsTokenAsSubprotocol?: boolean;
}
