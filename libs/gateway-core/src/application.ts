/** An application as the gateway sees it. Part of the snapshot, immutable. */
export interface RegisteredApplication {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  /** Where its pages come from: browsers there may call the APIs that say so. */
  readonly origins: readonly string[];
}
