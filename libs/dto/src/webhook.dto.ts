import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import {
  DELIVERY_STATES,
  EVENT_TYPE_NAMES,
  type EventType,
  TEST_EVENT,
  type WebhookDeliveryState,
} from './event-types.js';
import { IsMoment, IsWebUrl } from './validators.js';

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** Where events are sent to, as an operator writes it. */
export class WebhookInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  /** Begins with https://. */
  @IsWebUrl()
  url!: string;

  /** None: all, also those that come later. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsIn(EVENT_TYPE_NAMES, { each: true })
  types!: EventType[];

  @IsBoolean()
  enabled!: boolean;

  /** Told of nothing but what is about its applications; null: of everything. */
  @IsOptional()
  @IsUUID()
  organizationId?: string | null;
}

/** A change of a webhook: all of it, made from `version`. */
export class UpdateWebhook extends WebhookInput {
  @IsInt()
  @Min(1)
  version!: number;
}

export class RotateWebhookSecret {
  /** For how long the secret until now signs beside the new one. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  overlapSeconds: number = 86_400;
}

/** Which deliveries are listed. */
export class DeliveryQuery {
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: WebhookDeliveryState;

  @IsOptional()
  @IsIn([...EVENT_TYPE_NAMES, TEST_EVENT])
  type?: string;

  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,17}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    message: 'must be "next" of the page before',
  })
  after?: string;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** Sends all once more that failed for good. */
export class ReplayDeliveries {
  @IsMoment()
  since!: string;
}

export interface WebhookDetail {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly types: readonly EventType[];
  readonly enabled: boolean;
  readonly organizationId: string | null;
  /** `given-up`: it is off because it kept failing. `failing`: the last attempt failed. `new`: nothing was sent yet. */
  readonly state: 'off' | 'given-up' | 'failing' | 'working' | 'new';
  readonly deliveredAt: string | null;
  readonly failingSince: string | null;
  readonly lastError: string | null;
  /** Until when the secret before signs too; null: it does not. */
  readonly previousSecretExpiresAt: string | null;
  /** Deliveries that wait, and those that have failed for good; of the last 30 days. */
  readonly waiting: number;
  readonly failed: number;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A new webhook, and the secret that is shown this once. */
export interface CreatedWebhook {
  readonly webhook: WebhookDetail;
  readonly secret: string;
}

/** One attempt. */
export interface WebhookAttempt {
  readonly at: string;
  readonly milliseconds: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Null: it was taken. */
  readonly error: string | null;
  /** For how long the receiver asked to be left alone (Retry-After, with 429 or 503); null: it did not. */
  readonly askedSeconds: number | null;
}

/** An event on its way to a webhook. */
export interface WebhookDelivery {
  readonly id: string;
  /** As the header `webhook-id` has it: the same at every attempt. */
  readonly eventId: string;
  readonly type: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly state: WebhookDeliveryState;
  /** Of the next attempt; null: there is none. */
  readonly nextAttemptAt: string | null;
  /** The first one first. */
  readonly attempts: readonly WebhookAttempt[];
  /** The beginning of the last answer. */
  readonly answer: string | null;
}

export interface WebhookDeliveryList {
  /** The newest first. */
  readonly items: readonly WebhookDelivery[];
  /** For the next page; null: there is none. */
  readonly next: string | null;
}

export interface ReplayedDeliveries {
  readonly count: number;
}

/** A type of event, with what the members of its data are. */
export interface EventTypeDetail {
  readonly type: EventType;
  readonly data: Readonly<Record<string, string | readonly string[]>>;
}
