import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

export const CACHE_SHARING = ['own', 'shared'] as const;
export type CacheSharing = (typeof CACHE_SHARING)[number];

/** How an API's answers are kept and given again (RFC 9111). */
export class CachingPolicyInput {
  /**
   * Whom an answer may be given again that was made for a caller or for cookies. `own`, as by default: the same caller
   * alone. `shared`: everybody who may call the route, where the upstream says `public` or `s-maxage`.
   */
  @IsOptional()
  @IsIn(CACHE_SHARING)
  sharing?: CacheSharing;

  /** Larger answers are not kept; left out: 1 MiB. */
  @IsOptional()
  @IsInt()
  @Min(1_024)
  @Max(67_108_864)
  maxEntryBytes?: number;

  /** Answers say in `Cache-Status` what the cache did; left out: true. */
  @IsOptional()
  @IsBoolean()
  sendsStatus?: boolean;
}

export type CachingPolicyDetail = Required<CachingPolicyInput>;
