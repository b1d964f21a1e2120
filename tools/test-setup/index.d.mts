import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import type { Child } from '../processes/child-process.mjs';

export { type Child, type ChildOptions, startChild } from '../processes/child-process.mjs';
export { findFreePorts } from '../processes/ports.mjs';

export interface Operator {
  readonly username: string;
  readonly password: string;
}

export interface GatehouseOptions {
  /** Default: all three. */
  readonly roles?: readonly ('auth' | 'gateway' | 'admin')[];
  /** The `databaseUrl` of another process, to be a second node of the same deployment. Default: a new, empty database. */
  readonly database?: string;
  /** Of its authorization server, gateway and console. Default: some that are free. */
  readonly ports?: readonly [number, number, number];
  /** More settings, such as `{ GATEHOUSE_CODE_SECONDS: '5' }`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told of the process before it is ready, for what happens meanwhile. */
  readonly onStart?: (child: Child) => void;
}

export interface RunningGatehouse {
  /** Issuer identifier: the origin of the first process's authorization server, the same on every node of a deployment. */
  readonly issuer: string;
  /** Where this process's own listeners are. */
  readonly authUrl: string;
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  readonly databaseUrl: string;
  /** The first operator. @throws when no process on this database has announced one */
  readonly operator: Operator;
  readonly setupClient: { readonly id: string; readonly secret: string };
  readonly pid: number;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** All that this process has written (the last 500 lines). */
  logs(): string;
  /** Sends the signal (default SIGTERM) and waits until the process has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** `stop('SIGKILL')`. */
  kill(): Promise<void>;
  /** Stops the process and starts it again with the same ports and settings. */
  restart(): Promise<void>;
}

export function startGatehouse(options?: GatehouseOptions): Promise<RunningGatehouse>;

/** Stops every process that this worker started: for `afterAll`. */
export function stopAllGatehouses(): Promise<void>;

/** Registers `count` applications with a confidential client each (`Application 1`, …), straight in the database. */
export function insertApplications(databaseUrl: string, count: number): Promise<void>;

/** Defines `count` scopes (`scope-1`, …), straight in the database. */
export function insertScopes(databaseUrl: string, count: number): Promise<void>;

/** Lets the time of every row of a table run out, instead of waiting for it; `column` says when a row ends. */
export function letRunOut(databaseUrl: string, table: string, column?: string, ago?: string): Promise<void>;

/** Two months of traffic by the hour, of these APIs and applications. */
export function writeHistory(
  databaseUrl: string,
  names: { readonly apiIds: readonly string[]; readonly applicationIds: readonly string[] },
): Promise<void>;

/** All rows of a table, as JSON lines: to look for what must not be there. */
export function readTable(databaseUrl: string, table: string): Promise<string>;

/** For what no store does: to do harm to a database, behind the back of the process that uses it. */
export function runSql(databaseUrl: string, ...statements: readonly string[]): Promise<void>;

/** Keeps every statement on a table waiting, until what it answers is called. */
export function lockTable(databaseUrl: string, table: string): Promise<() => Promise<void>>;

/** An empty database on the run's PostgreSQL. @returns its URL */
export function createTestDatabase(): Promise<string>;

/** A PostgreSQL of a spec's own, for what happens when the database goes away. */
export interface OwnPostgres {
  readonly url: string;
  /** Fast shutdown: every connection is cut. */
  stop(): Promise<void>;
  /** Ends it as a crash would. What was committed is kept. */
  kill(): Promise<void>;
  /** Starts it again, with its data and at the same address. */
  start(): Promise<void>;
  /** Stops it and removes its data: for `afterAll`. */
  remove(): Promise<void>;
}

export function startOwnPostgres(): Promise<OwnPostgres>;

export interface AdminApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when JSON (also problem+json), else the text. */
  readonly body: Body;
}

/** The admin REST API as the set-up client. `get` to `delete` return the body and throw `AdminApiError` unless 2xx. */
export interface AdminApi {
  getAccessToken(): Promise<string>;
  /** Any answer, also a refusal. */
  request<Body = unknown>(method: string, path: string, body?: unknown): Promise<AdminApiAnswer<Body>>;
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body: unknown): Promise<Body>;
  put<Body>(path: string, body: unknown): Promise<Body>;
  patch<Body>(path: string, body: unknown): Promise<Body>;
  delete(path: string): Promise<void>;
}

export function adminApi(gatehouse: {
  readonly issuer: string;
  readonly authUrl?: string;
  readonly adminUrl: string;
  readonly setupClient: { readonly id: string; readonly secret: string };
}): AdminApi;

export class AdminApiError extends Error {
  readonly status: number;
  readonly body: unknown;
}

/** An installed Chrome or Chromium (`CHROME_PATH` names one), else the npm package's. Close it in `afterAll`. */
export function launchBrowser(options?: {
  /** Of the npm package (`Open Sans`), in place of what the system has for pages that name none. Linux alone. */
  readonly font?: string;
}): Promise<Browser>;

/** A full-page picture in the git-ignored screenshots folder. @returns the file */
export function takeScreenshot(page: Page, name: string): Promise<string>;

/** The screenshots folder, absolute. */
export const SCREENSHOTS: string;

/** An authorization server and OpenID provider that we did not write: node-oidc-provider, in memory. */
export interface OutsideProvider {
  readonly issuer: string;
  /** Forms that came to the token endpoint, oldest first. */
  readonly tokenRequests: URLSearchParams[];
  /** While true, connections are cut. */
  isDown: boolean;
  /** Answers in the provider's place; undefined: not this request. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** Whether an access token lives there, as a resource server would ask. */
  isAccessToken(value: string): Promise<boolean>;
  close(): void;
}

export interface OutsideClient extends Readonly<Record<string, unknown>> {
  readonly client_id: string;
}

export interface OutsideOptions {
  readonly clients: (issuer: string) => readonly OutsideClient[];
  /** Lives of access tokens; default: an hour. */
  readonly accessTokenSeconds?: number;
  /** What is said of the person who signs in there; by the account that was typed. */
  readonly claims?: (account: string) => Readonly<Record<string, unknown>>;
  /** Resources whose access tokens are signed (RFC 8707, RFC 9068); default: none, and every access token is opaque. */
  readonly signsFor?: readonly string[];
}

export function startOutsideProvider(options: OutsideOptions): Promise<OutsideProvider>;
