import {
  findSubject,
  REAL_WORLD,
  SIGNAL_TYPES,
  signSecurityEvent,
  STREAM_UPDATED_EVENT,
  type SubjectId,
  VERIFICATION_EVENT,
} from '@gatehouse/oauth-core';
import type { Signal } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';

const CREDENTIALS: Readonly<Record<string, string>> = {
  password: 'password',
  totp: 'app',
  // CAEP has no word for them, and allows others.
  'recovery-codes': 'recovery-codes',
};
const CHANGES: Readonly<Record<string, string>> = {
  added: 'create',
  changed: 'update',
  removed: 'delete',
  // One of them is no longer good.
  used: 'update',
};

/** CAEP 1.0 §3.3.1 */
const describeChange = ({ data }: Signal): object => ({
  credential_type:
    data['credential'] === 'passkey'
      ? `fido2-${data['authenticator'] === 'platform' ? 'platform' : 'roaming'}`
      : CREDENTIALS[String(data['credential'])],
  change_type: CHANGES[String(data['change'])],
});

/** Says a signal as a SET for one client; undefined: the client is gone. */
export async function signSignal(
  platform: Platform,
  streamId: string,
  clientId: string,
  signal: Signal,
): Promise<string | undefined> {
  const { env, tokenPlane } = platform;
  const directory = platform.currentDirectory();
  const client = directory.findClient(clientId);
  if (client === undefined) return undefined;
  const key = directory.getSigningKey(client.idTokenSigningAlgorithm ?? undefined);
  const sign = (subject: SubjectId, type: string, content: Readonly<Record<string, unknown>>) =>
    signSecurityEvent(
      env.issuer,
      key,
      { tokenId: signal.id, audience: clientId, subject, type, content },
      REAL_WORLD.now(),
    );
  const { kind, userId, data, at } = signal;
  // SSF 1.0 §8.1.4.1, §8.1.5: about the stream itself.
  const stream = { format: 'opaque', id: streamId };
  if (kind === 'stream-updated') return sign(stream, STREAM_UPDATED_EVENT, data);
  if (kind === 'verification' || userId === null) return sign(stream, VERIFICATION_EVENT, data);
  const sub = findSubject(tokenPlane.pairwiseKey, client, userId);
  const user: SubjectId = { format: 'iss_sub', iss: env.issuer, sub };
  const content = { event_timestamp: Math.floor(at.getTime() / 1000) };
  if (kind === 'credential-change')
    return sign(user, SIGNAL_TYPES[kind], { ...content, ...describeChange(signal) });
  // CAEP 1.0 §3.1: of one session where it is named, else every one of the user.
  const session =
    typeof data['sessionId'] === 'string' ? { format: 'opaque', id: data['sessionId'] } : undefined;
  return sign(
    session === undefined ? user : { format: 'complex', user, session },
    SIGNAL_TYPES[kind],
    content,
  );
}
