import type { SaidDetail } from './details-type.dto.js';
import { IsEmail, IsString, Length, MaxLength } from 'class-validator';
import type { PresentedApplication } from './application-facts.dto.js';
import type { SaidScope } from './scope.dto.js';

/** Whoever has forgotten their password. */
export class AskForReset {
  @IsEmail()
  @MaxLength(254)
  email!: string;
}

/** A new password, by a ticket that came by mail. */
export class ResetPassword {
  @IsString()
  @Length(1, 200)
  ticket!: string;

  @IsString()
  @Length(1, 1024)
  password!: string;
}

/** A person who makes an account. */
export class SignUpRequest {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsString()
  @Length(1, 100)
  displayName!: string;

  @IsString()
  @Length(1, 1024)
  password!: string;
}

export class ConfirmEmail {
  @IsString()
  @Length(1, 200)
  ticket!: string;
}

/** A message that an operator can read, newest first. */
export interface MessageDetail {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  /** With its links: only where no mail server is set, for then it reaches nobody else. */
  readonly body: string | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** A scope that somebody has allowed an application. */
export interface AllowedScope extends SaidScope {
  /** Whether it can be taken back alone; `openid` is what the others hang on. */
  readonly isRemovable: boolean;
  /** Calls through the gateway, as far back as they are kept. Null: a scope of ours, whose use is not counted. */
  readonly uses: { readonly calls: number; readonly lastAt: string | null } | null;
}

/** What an application was allowed, used by others that it asked (RFC 8693). */
export interface PassedOn {
  /** Whom it asked first, whom they asked next, and so on: the last one called. A name is null where it is gone. */
  readonly applications: readonly { readonly name: string | null; readonly logoUrl: string | null }[];
  /** Through the gateway, as far back as they are kept. */
  readonly calls: number;
  readonly lastAt: string;
}

/** An application that somebody has allowed something, as they see it. */
export interface AllowedApplication extends PresentedApplication {
  /** Of the authorization. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly AllowedScope[];
  /** RFC 9396: the newest that were allowed in detail, the newest first; absent: none were. */
  readonly details?: readonly SaidDetail[];
  /** By whom else it was used, the latest first. */
  readonly passedOn: readonly PassedOn[];
  readonly allowedAt: string;
  /** When something was added last. */
  readonly changedAt: string;
}
