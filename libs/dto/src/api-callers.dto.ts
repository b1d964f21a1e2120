import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';

/** Every application, or those that are named. */
export const API_ACCESS = ['everyone', 'listed'] as const;
export type ApiAccess = (typeof API_ACCESS)[number];

/** Who may call an API, besides what its routes demand. */
export class ApiCallersInput {
  @IsIn(API_ACCESS)
  access: ApiAccess = 'everyone';

  /** Applications that may call it, where the access is "listed". Public routes are not affected. */
  @IsArray()
  @ArrayMaxSize(10_000)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  applicationIds: string[] = [];

  /** Applications that are the service behind it: their clients may introspect its access tokens (RFC 7662 §4). */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  resourceServerIds?: string[];

  /** Outside issuers whose access tokens it accepts, besides ours. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  outsideIssuerIds?: string[];
}

export interface ApiCallersDetail {
  readonly access: ApiAccess;
  readonly applicationIds: readonly string[];
  readonly resourceServerIds: readonly string[];
  readonly outsideIssuerIds: readonly string[];
}

/** An API as one application finds it. */
export interface ApplicationApi {
  readonly id: string;
  readonly name: string;
  readonly basePath: string;
  readonly enabled: boolean;
  readonly access: ApiAccess;
  /** False where the API names others. */
  readonly isAllowed: boolean;
  /** The application is a service behind it. */
  readonly isResourceServer: boolean;
}
