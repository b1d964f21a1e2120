import { SIGNAL_TYPES } from '@gatehouse/oauth-core';
import { findAddressProblem } from '../../platform/checked-address.js';

/** RFC 8935, RFC 8936 */
export const PUSH = 'urn:ietf:rfc:8935';
export const POLL = 'urn:ietf:rfc:8936';

/** A request of a receiver that cannot be met, with what to do. */
export class SignalRefusal extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 409,
    message: string,
  ) {
    super(message);
    this.name = 'SignalRefusal';
  }
}

const MOST_WORDS = 300;

export type Sent = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Sent =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws SignalRefusal */
export function parseSent(text: string): Sent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SignalRefusal(400, 'The request body is not JSON.');
  }
  if (!isObject(value)) throw new SignalRefusal(400, 'The request body must be an object.');
  return value;
}

/** A text member; undefined: it is not there. @throws SignalRefusal */
export function findText(sent: Sent, name: string, most = 1_000): string | undefined {
  const value = sent[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.length > most || value.includes('\0'))
    throw new SignalRefusal(400, `${name} must be a text of at most ${most} characters.`);
  return value;
}

/** Texts; an empty list where there are none. @throws SignalRefusal */
export function listTexts(sent: Sent, name: string): readonly string[] {
  const value = sent[name] ?? [];
  if (!Array.isArray(value) || value.length > 1_000 || !value.every((item) => typeof item === 'string'))
    throw new SignalRefusal(400, `${name} must be a list of texts.`);
  return value;
}

/** RFC 8936 §2.4: events that the receiver cannot take, by their `jti`; what it says of them is for operators. */
export function listErrors(sent: Sent): readonly (readonly [jti: string, refusal: string])[] {
  const errors = sent['setErrs'];
  if (!isObject(errors)) return [];
  return Object.entries(errors).map(([jti, error]) => [jti, describeRefusal(isObject(error) ? error : {})]);
}

/** RFC 8935 §2.4: why a receiver does not take an event, in its own words. */
export function describeRefusal({ err, description }: Sent): string {
  const words = [err, description].filter((word) => typeof word === 'string').join(': ');
  // PostgreSQL has no NUL in texts.
  return `refused: ${words.replaceAll('\0', '').slice(0, MOST_WORDS) || 'without a reason'}`;
}

/** What a receiver wants of its stream. */
export interface RequestedStream {
  readonly description: string | null;
  readonly pushUrl: string | null;
  readonly authorization: string | null;
  readonly requested: readonly string[];
  readonly delivered: readonly string[];
}

function parseDelivery(
  sent: Sent,
  allowsPrivateAddresses: boolean,
): Pick<RequestedStream, 'pushUrl' | 'authorization'> {
  const delivery = sent['delivery'] ?? { method: POLL };
  if (!isObject(delivery)) throw new SignalRefusal(400, 'delivery must be an object.');
  const method = findText(delivery, 'method');
  if (method === POLL) return { pushUrl: null, authorization: null };
  if (method !== PUSH) throw new SignalRefusal(400, `delivery.method must be ${PUSH} or ${POLL}.`);
  const url = findText(delivery, 'endpoint_url', 2_000) ?? '';
  if (!URL.canParse(url) || findAddressProblem(url, allowsPrivateAddresses) !== undefined)
    throw new SignalRefusal(
      400,
      'delivery.endpoint_url must begin with https:// and be on the public Internet.',
    );
  const authorization = findText(delivery, 'authorization_header', 2_000) ?? null;
  if (authorization !== null && !/^[\x20-\x7e]+$/.test(authorization))
    throw new SignalRefusal(400, 'delivery.authorization_header must be in ASCII.');
  return { pushUrl: url, authorization };
}

const KINDS = Object.entries(SIGNAL_TYPES);

/** SSF 1.0 §8.1.1: what a receiver says of a stream. @throws SignalRefusal */
export function parseStream(sent: Sent, allowsPrivateAddresses: boolean): RequestedStream {
  const requested = listTexts(sent, 'events_requested');
  return {
    description: findText(sent, 'description') ?? null,
    ...parseDelivery(sent, allowsPrivateAddresses),
    requested,
    // None asked for: all that there are.
    delivered: KINDS.filter(([, type]) => requested.length === 0 || requested.includes(type)).map(
      ([kind]) => kind,
    ),
  };
}
