import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret as the receiver's library takes it: 256 random bits in Base64, after a prefix that secret scanners know. */
export const makeWebhookSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/** What a receiver checks, as Standard Webhooks 1.0 names it. */
export interface SignedMessage {
  readonly 'webhook-id': string;
  /** Of this attempt, in seconds: an old message cannot be sent again by somebody else. */
  readonly 'webhook-timestamp': string;
  /** One for each secret, with a space between. */
  readonly 'webhook-signature': string;
}

/** @param secrets as `makeWebhookSecret` makes them */
export function signWebhook(
  id: string,
  body: string,
  secrets: readonly string[],
  nowSeconds: number,
): SignedMessage {
  const signed = `${id}.${nowSeconds}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(nowSeconds),
    'webhook-signature': signatures.join(' '),
  };
}
