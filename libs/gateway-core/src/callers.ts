/** Who may call an API, besides what its routes demand. */
export interface ApiCallers {
  /** IDs of the applications that may; null: every one. */
  readonly applications: ReadonlySet<string> | null;
  /** IDs of the applications that are the service behind it: they may introspect its access tokens (RFC 7662 §4). */
  readonly resourceServers: ReadonlySet<string>;
  /** IDs of the outside issuers whose tokens it accepts. */
  readonly outsideIssuers: readonly string[];
}

/** What an API has whose operator said nothing. */
export const EVERY_CALLER: ApiCallers = {
  applications: null,
  resourceServers: new Set(),
  outsideIssuers: [],
};

/** Whether an application may call; null: one that is not registered here. */
export const isListed = ({ applications }: ApiCallers, applicationId: string | null): boolean =>
  applications === null || (applicationId !== null && applications.has(applicationId));
