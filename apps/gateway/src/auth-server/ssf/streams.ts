import { findSubject, REAL_WORLD, SIGNAL_TYPES } from '@gatehouse/oauth-core';
import {
  createSignalStore,
  createSignalStreamStore,
  SEALED_AS,
  type StreamContent,
  type StreamRecord,
  type StreamStatus,
} from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { signSignal } from './signed-signals.js';
import {
  findText,
  listErrors,
  listTexts,
  parseStream,
  POLL,
  PUSH,
  type RequestedStream,
  type Sent,
  SignalRefusal,
} from './stream-request.js';

export const SSF_PATHS = {
  configuration: '/.well-known/ssf-configuration',
  stream: '/ssf/stream',
  status: '/ssf/status',
  addSubject: '/ssf/subjects/add',
  removeSubject: '/ssf/subjects/remove',
  verify: '/ssf/verify',
  poll: '/ssf/poll',
} as const;

const MOST_POLLED = 100;
const STATUSES: readonly string[] = ['enabled', 'paused', 'disabled'] satisfies StreamStatus[];

/** What receivers do with their streams (SSF 1.0 §8.1). A client has one, and sees no other. */
export class Streams {
  private readonly store;
  /** The audit log tells what is changed by this one. */
  private readonly audited;
  private readonly signals;

  constructor(private readonly platform: Platform) {
    this.store = createSignalStreamStore(platform.database.pool);
    this.audited = createSignalStreamStore(platform.database.controlPool);
    this.signals = createSignalStore(platform.database.pool);
  }

  /** @throws SignalRefusal */
  async get(clientId: string, id: string | undefined): Promise<StreamRecord> {
    const stream = await this.store.find(clientId);
    if (stream === undefined || (id !== undefined && stream.id !== id))
      throw new SignalRefusal(404, 'There is no such stream of this client.');
    return stream;
  }

  /** §8.1.1.2: one, or all where none is named. @throws SignalRefusal */
  async read(clientId: string, id: string | undefined): Promise<object> {
    if (id !== undefined) return this.describe(await this.get(clientId, id));
    const stream = await this.store.find(clientId);
    return stream === undefined ? [] : [this.describe(stream)];
  }

  /** §8.1.1.1 @throws SignalRefusal 409: it has one */
  async create(clientId: string, sent: Sent): Promise<object> {
    const known = this.platform.currentDirectory().findClient(clientId);
    if (known === undefined) throw new SignalRefusal(404, 'This client is not registered any more.');
    const requested = parseStream(sent, this.platform.env.allowsPrivateAddresses);
    const id = REAL_WORLD.randomId();
    const { applicationId } = known;
    if (!(await this.audited.insert({ id, clientId, applicationId, ...this.seal(id, requested) })))
      throw new SignalRefusal(409, 'This client has a stream: change it, or delete it first.');
    return this.describe(await this.get(clientId, id));
  }

  /** §8.1.1.3: what is not named stays. §8.1.1.4: all of it is another. @throws SignalRefusal */
  async change(clientId: string, sent: Sent, isWhole: boolean): Promise<object> {
    const stream = await this.get(clientId, findText(sent, 'stream_id') ?? '');
    const { stream_id: _, ...rest } = sent;
    const merged = isWhole
      ? rest
      : {
          description: stream.description,
          events_requested: stream.requested,
          delivery: this.describeDelivery(stream, true),
          ...rest,
        };
    const requested = parseStream(merged, this.platform.env.allowsPrivateAddresses);
    await this.audited.replace(stream.id, this.seal(stream.id, requested));
    return this.describe(await this.get(clientId, stream.id));
  }

  async delete(clientId: string, id: string | undefined): Promise<void> {
    await this.audited.delete((await this.get(clientId, id ?? '')).id);
  }

  /** §8.1.2 */
  async readStatus(clientId: string, id: string | undefined): Promise<object> {
    return describeStatus(await this.get(clientId, id ?? ''));
  }

  async changeStatus(clientId: string, sent: Sent): Promise<object> {
    const { id } = await this.get(clientId, findText(sent, 'stream_id') ?? '');
    const status = findText(sent, 'status') ?? '';
    if (!STATUSES.includes(status))
      throw new SignalRefusal(400, 'status must be enabled, paused or disabled.');
    // §8.1.2.2: an operator's word stands.
    if (!(await this.audited.setStatus(id, status as StreamStatus, findText(sent, 'reason') ?? null)))
      throw new SignalRefusal(403, 'An operator holds this stream: ask them to resume it.');
    return describeStatus(await this.get(clientId, id));
  }

  /** §8.1.3: of those alone whom the receiver may know; of others it learns nothing. @throws SignalRefusal */
  async setSubject(clientId: string, sent: Sent, isWanted: boolean): Promise<void> {
    const stream = await this.get(clientId, findText(sent, 'stream_id') ?? '');
    const subject = sent['subject'];
    const userId =
      typeof subject === 'object' && subject !== null
        ? await this.findUser(stream, subject as Sent)
        : undefined;
    if (userId === undefined) throw new SignalRefusal(404, 'There is no such subject for this stream.');
    if (isWanted) await this.store.addSubject(stream.id, userId);
    else await this.store.removeSubject(stream.id, userId);
  }

  /** §8.1.4 */
  async verify(clientId: string, sent: Sent): Promise<void> {
    const stream = await this.get(clientId, findText(sent, 'stream_id') ?? '');
    await this.signals.insertVerification(stream.id, findText(sent, 'state'));
  }

  /** RFC 8936 §2.2: takes what the receiver has, and gives what it has not. */
  async poll(clientId: string, id: string | undefined, sent: Sent): Promise<object> {
    const stream = await this.get(clientId, id ?? '');
    if (stream.pushUrl !== null) throw new SignalRefusal(400, 'The events of this stream are pushed.');
    await this.signals.acknowledge(stream.id, listTexts(sent, 'ack'));
    for (const [jti, refusal] of listErrors(sent)) await this.signals.reject(stream.id, [jti], refusal);
    const asked = sent['maxEvents'];
    const most =
      typeof asked === 'number' ? Math.min(MOST_POLLED, Math.max(0, Math.floor(asked))) : MOST_POLLED;
    if (most === 0) return { sets: {} };
    const waiting = await this.signals.listWaiting(stream.id, most + 1);
    const given = waiting.slice(0, most);
    const sets: Record<string, string> = {};
    for (const signal of given) {
      const text = await signSignal(this.platform, stream.id, clientId, signal);
      if (text !== undefined) sets[signal.id] = text;
    }
    return { sets, moreAvailable: waiting.length > most };
  }

  /** RFC 9493 §3.2.2 to §3.2.5: the formats by which a receiver can know somebody. */
  private async findUser(
    { clientId, applicationId }: StreamRecord,
    subject: Sent,
  ): Promise<string | undefined> {
    const client = this.platform.currentDirectory().findClient(clientId);
    if (client === undefined) return undefined;
    const known = await this.store.listKnown(applicationId);
    const { format, iss, sub, id, email } = subject;
    if (format === 'email' && typeof email === 'string')
      return known.find((user) => user.email === email.toLowerCase())?.userId;
    const name =
      format === 'opaque' ? id : format === 'iss_sub' && iss === this.platform.env.issuer ? sub : undefined;
    if (typeof name !== 'string') return undefined;
    const { pairwiseKey } = this.platform.tokenPlane;
    return known.find(({ userId }) => findSubject(pairwiseKey, client, userId) === name)?.userId;
  }

  private seal(id: string, { authorization, ...stream }: RequestedStream): StreamContent {
    const context = SEALED_AS.streamAuthorization(id);
    return {
      ...stream,
      sealedAuthorization:
        authorization === null ? null : this.platform.sealing.seal(Buffer.from(authorization), context),
    };
  }

  private describeDelivery({ id, pushUrl, sealedAuthorization }: StreamRecord, isWithSecret: boolean): Sent {
    if (pushUrl === null)
      return { method: POLL, endpoint_url: `${this.platform.env.issuer}${SSF_PATHS.poll}?stream_id=${id}` };
    const authorization =
      sealedAuthorization !== null && isWithSecret
        ? {
            authorization_header: this.platform.sealing
              .open(sealedAuthorization, SEALED_AS.streamAuthorization(id))
              .toString(),
          }
        : {};
    return { method: PUSH, endpoint_url: pushUrl, ...authorization };
  }

  /** What is secret is not said again. */
  private describe(stream: StreamRecord): object {
    return {
      stream_id: stream.id,
      iss: this.platform.env.issuer,
      aud: stream.clientId,
      events_supported: Object.values(SIGNAL_TYPES),
      events_requested: stream.requested,
      events_delivered: Object.entries(SIGNAL_TYPES).flatMap(([kind, type]) =>
        stream.delivered.includes(kind) ? [type] : [],
      ),
      delivery: this.describeDelivery(stream, false),
      ...(stream.description !== null && { description: stream.description }),
    };
  }
}

const describeStatus = ({ id, status, reason }: StreamRecord): object => ({
  stream_id: id,
  status,
  ...(reason !== null && { reason }),
});
