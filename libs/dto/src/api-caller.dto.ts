import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from './page.js';

export const CALLER_STATES = ['can', 'cannot', 'called'] as const;
export type CallerState = (typeof CALLER_STATES)[number];

/** Whose calls an API or a route would take, and in which order. */
export class ApiCallerQuery extends PageQuery {
  /** ID of the route that is asked about; left out: any route that is not public. */
  @IsOptional()
  @IsUUID()
  route?: string;

  /** `called`: a call of theirs went through in the last 30 days, whether or not they still can. */
  @IsOptional()
  @IsIn(CALLER_STATES)
  state?: CallerState;

  /** By name where it is left out. */
  @IsOptional()
  @IsIn(['name', 'lastCall'])
  sort?: 'name' | 'lastCall';

  /** Who never called comes first. */
  @IsOptional()
  @IsIn(['ascending', 'descending'])
  direction?: 'ascending' | 'descending';
}

/** Why somebody cannot call, or not every route. */
export interface ApiCallerReason {
  readonly code:
    | 'api-disabled'
    | 'application-disabled'
    | 'not-listed'
    | 'no-credential'
    | 'not-accepted'
    | 'client-disabled'
    | 'no-grant'
    | 'key-disabled'
    | 'key-expired'
    | 'issuer-disabled'
    | 'audience'
    | 'all-scopes'
    | 'one-scope'
    | 'sign-in';
  /** The same in words. */
  readonly detail: string;
  /** Those that are missing; of `one-scope`: any one of them is. */
  readonly scopes: readonly string[];
  /** How many routes are shut for it. */
  readonly routes: number;
}

/** One credential of an application, and how far it gets. */
export interface ApiCallerWay {
  readonly credential: 'access-token' | 'api-key' | 'client-certificate' | 'outside-token';
  /** Of the client, the API key or the outside issuer. */
  readonly id: string;
  readonly name: string;
  /** How many of the routes it opens. */
  readonly openRoutes: number;
  /** The first 10, those that shut most routes before others. */
  readonly reasons: readonly ApiCallerReason[];
  /** How many there are besides. */
  readonly furtherReasons: number;
}

/** An application, and how far it gets with what it has. Of an end user's application: if they allow it. */
export interface ApiCaller {
  readonly applicationId: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Whether it can call one of the routes at least. */
  readonly canCall: boolean;
  /** How many of them, by one credential or another; those that are public not counted. */
  readonly openRoutes: number;
  /** To the minute; null: none that is known. */
  readonly lastCallAt: string | null;
  /** Of the application itself. */
  readonly reasons: readonly ApiCallerReason[];
  /** The first 20 of each kind. */
  readonly ways: readonly ApiCallerWay[];
}

/** What is so whoever the application is. */
export interface ApiCallersOverview {
  /** False: the API is not published, and nobody can call. */
  readonly enabled: boolean;
  readonly publicRoutes: number;
  /** That are not public: those that an application can or cannot call. */
  readonly routes: number;
  /** Outside issuers whose clients can call although no application stands for them. */
  readonly unregistered: readonly {
    readonly issuerId: string;
    readonly name: string;
    readonly openRoutes: number;
  }[];
}
