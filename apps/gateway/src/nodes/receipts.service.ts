import { Inject, Injectable } from '@nestjs/common';
import type { NodeDetail, Page, Receipt, RevocationQuery } from '@gatehouse/dto';
import { findLongestBoundMs } from '@gatehouse/gateway-core';
import { type EpochRow, ReceiptsStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { GONE_MS, toNodeDetail, toReceipt } from './receipt.js';

/** Which nodes there are, and what each has made of every revocation. */
@Injectable()
export class ReceiptsService {
  private readonly store: ReceiptsStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ReceiptsStore(platform.database.pool);
  }

  /** All of them: there are few. */
  async listNodes(): Promise<Page<NodeDetail>> {
    const [rows, { now }] = await Promise.all([
      this.store.listNodes(GONE_MS / 1000),
      this.store.listAcknowledgements([]),
    ]);
    const items = rows.map((row) => toNodeDetail(row, now, this.platform.nodeId));
    return { items, total: items.length, page: 1, pageSize: items.length };
  }

  async list(query: RevocationQuery): Promise<Page<Receipt>> {
    const { items, total } = await this.store.listEpochs(query);
    return { items: await this.toReceipts(items), total, page: query.page, pageSize: query.pageSize };
  }

  /** @throws NotFoundError */
  async get(epoch: number): Promise<Receipt> {
    const [receipt] = await this.toReceipts([await this.store.getEpoch(epoch)]);
    if (receipt === undefined) throw new Error('an epoch has one receipt');
    return receipt;
  }

  private async toReceipts(epochs: readonly EpochRow[]): Promise<Receipt[]> {
    const { rows, now } = await this.store.listAcknowledgements(epochs.map(({ epoch }) => epoch));
    const { apis } = this.platform.snapshots.current();
    const bounds = new Map<number, number>();
    const boundMs = ({ unheardSeconds }: { readonly unheardSeconds: number }): number => {
      const known = bounds.get(unheardSeconds) ?? findLongestBoundMs(apis, unheardSeconds);
      bounds.set(unheardSeconds, known);
      return known;
    };
    return epochs.map((epoch) => toReceipt(epoch, rows, { now, boundMs }));
  }
}
