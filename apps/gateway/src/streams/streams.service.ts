import { Inject, Injectable } from '@nestjs/common';
import type { ChangeStreamStatus, StreamDetail } from '@gatehouse/dto';
import { SIGNAL_TYPES } from '@gatehouse/oauth-core';
import { createSignalStore, type KeptStream, type SignalStore, StreamsStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';

const toStream = ({ held, delivered, ...row }: KeptStream): StreamDetail => ({
  ...row,
  delivery: row.pushUrl === null ? 'poll' : 'push',
  delivered: Object.entries(SIGNAL_TYPES).flatMap(([kind, type]) => (delivered.includes(kind) ? [type] : [])),
  isHeld: held,
  takenAt: row.takenAt?.toISOString() ?? null,
  verifiedAt: row.verifiedAt?.toISOString() ?? null,
  failedAt: row.failedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

/** Looks after the streams that receivers keep. */
@Injectable()
export class StreamsService {
  private readonly store: StreamsStore;
  private readonly signals: SignalStore;

  constructor(@Inject(PLATFORM) { database }: Platform) {
    this.store = new StreamsStore(database.controlPool);
    this.signals = createSignalStore(database.controlPool);
  }

  async list(): Promise<readonly StreamDetail[]> {
    return (await this.store.list()).map(toStream);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<StreamDetail> {
    return toStream(await this.store.get(id));
  }

  /** @throws NotFoundError */
  async setStatus(id: string, { status, reason }: ChangeStreamStatus): Promise<StreamDetail> {
    await this.store.setStatus(id, status, reason ?? null);
    return this.get(id);
  }

  /** Has an event sent that says nothing but that the stream works. @throws NotFoundError, ProblemError */
  async verify(id: string): Promise<StreamDetail> {
    const { status } = await this.store.get(id);
    if (status !== 'enabled') throw new ProblemError('stream-not-enabled');
    await this.signals.insertVerification(id, undefined);
    return this.get(id);
  }

  /** @throws NotFoundError */
  delete(id: string): Promise<void> {
    return this.store.delete(id);
  }
}
