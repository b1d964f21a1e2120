export interface PostgresOptions {
  /** Where the data is kept between runs. Without it: a new directory, removed by `stop`. */
  readonly dataDir?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Of the database user `gatehouse`. Counts when the data directory is first made; default: random. */
  readonly password?: string;
  /** False makes it faster and lets a crash lose data: for tests, never for anything measured or kept. Default: true. */
  readonly durable?: boolean;
  /** Each line of the server's log. */
  readonly log?: (line: string) => void;
  /** More flags of `postgres`, such as `['-c', 'max_connections=50']`. */
  readonly flags?: readonly string[];
}

export interface Postgres {
  /** Of the maintenance database. */
  readonly url: string;
  readonly port: number;
  /** Where the data really is; see `notes`. */
  readonly dataDir: string;
  /** What a person should be told: that files had to go elsewhere. */
  readonly notes: readonly string[];
  /** Settles when the server has ended, asked or not. */
  readonly exited: Promise<void>;
  /** The URL of a database of this server. */
  urlOf(database: string): string;
  /** Makes the database unless it exists. @returns its URL */
  createDatabase(name: string): Promise<string>;
  /** Ends the server as a crash would: nothing is written any more, and connections break. */
  kill(): Promise<void>;
  /** Fast shutdown; waits until the process has ended. Idempotent. */
  stop(): Promise<void>;
}

export function startPostgres(options?: PostgresOptions): Promise<Postgres>;
