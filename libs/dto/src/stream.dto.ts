import { IsIn, IsOptional, IsString, Length } from 'class-validator';

/** SSF 1.0 §8.1.2: `paused`: what happens meanwhile is kept; `disabled`: it is not told at all. */
export const STREAM_STATUSES = ['enabled', 'paused', 'disabled'] as const;
export type StreamStatusName = (typeof STREAM_STATUSES)[number];

/** What an operator says of a stream: the receiver is told, and cannot resume what they hold. */
export class ChangeStreamStatus {
  @IsIn(STREAM_STATUSES)
  status!: StreamStatusName;

  /** The receiver reads it. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string | null;
}

/** A stream of security events that a client keeps (Shared Signals Framework). */
export interface StreamDetail {
  readonly id: string;
  /** Who receives it. */
  readonly clientId: string;
  readonly clientName: string;
  readonly applicationId: string;
  readonly applicationName: string;
  /** In the receiver's words. */
  readonly description: string | null;
  /** RFC 8935 or RFC 8936. */
  readonly delivery: 'push' | 'poll';
  readonly pushUrl: string | null;
  /** Whether something is sent there in the Authorization header. */
  readonly hasAuthorization: boolean;
  /** URIs of event types as the receiver asked for them; none: all that there are. */
  readonly requested: readonly string[];
  readonly delivered: readonly string[];
  readonly status: StreamStatusName;
  readonly reason: string | null;
  /** An operator has paused or disabled it, not the receiver. */
  readonly isHeld: boolean;
  /** Users with an authorization of the application, and those of whom the receiver does not want to hear. */
  readonly subjects: number;
  readonly removedSubjects: number;
  /** Events that wait to be taken, and those that were refused or given up; of the last 30 days. */
  readonly waiting: number;
  readonly failed: number;
  /** When an event was taken, and when one was that verifies the stream; null: never. */
  readonly takenAt: string | null;
  readonly verifiedAt: string | null;
  readonly failedAt: string | null;
  /** Null: the last event was taken. */
  readonly lastError: string | null;
  readonly createdAt: string;
}
