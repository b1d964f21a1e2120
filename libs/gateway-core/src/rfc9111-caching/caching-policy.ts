/** How an API's answers are kept and given again (RFC 9111). */
export interface CachingPolicy {
  /**
   * Whom an answer may be given again that was made for a caller, or for the cookies of a browser. `own`: the same caller
   * alone, whatever the upstream says. `shared`: everybody who may call the route, where the upstream says `public` or
   * `s-maxage` (RFC 9111 §3.5).
   */
  readonly sharing: 'own' | 'shared';
  /** Larger answers pass by. */
  readonly maxEntryBytes: number;
  /** Answers say what the cache did (RFC 9211). */
  readonly sendsStatus: boolean;
}
