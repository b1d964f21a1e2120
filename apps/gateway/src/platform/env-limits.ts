/** Settings of what the gateway bears. */
export interface LimitSettings {
  /** Empty: none. */
  readonly redisUrl: string;
  /** How long a call waits for Redis, in milliseconds. */
  readonly redisTimeoutMs: number;
  /** While Redis is configured and cannot be reached: each node counts alone, or calls that have limits are refused. */
  readonly limitsWithoutRedis: 'local' | 'refuse';
  /** 0: any number. */
  readonly maxConnections: number;
  /** 0: any number. */
  readonly maxConnectionsPerAddress: number;
  readonly slowClientSeconds: number;
  /** Of a request's content, over those seconds. 0: any rate. */
  readonly slowClientBytesPerSecond: number;
  /** Of answers that are kept to be given again. */
  readonly cacheBytes: number;
}

/** @param text of a setting, valid */
export const toLimitSettings = (text: (name: string) => string): LimitSettings => ({
  redisUrl: text('REDIS_URL'),
  redisTimeoutMs: Number(text('GATEHOUSE_REDIS_TIMEOUT_MS')),
  limitsWithoutRedis: text('GATEHOUSE_LIMITS_WITHOUT_REDIS') === 'refuse' ? 'refuse' : 'local',
  maxConnections: Number(text('GATEHOUSE_MAX_CONNECTIONS')),
  maxConnectionsPerAddress: Number(text('GATEHOUSE_MAX_CONNECTIONS_PER_ADDRESS')),
  slowClientSeconds: Number(text('GATEHOUSE_SLOW_CLIENT_SECONDS')),
  slowClientBytesPerSecond: Number(text('GATEHOUSE_SLOW_CLIENT_BYTES_PER_SECOND')),
  cacheBytes: Number(text('GATEHOUSE_CACHE_BYTES')),
});
