import { Get, Inject } from '@nestjs/common';
import type { NodeDetail, Page } from '@gatehouse/dto';
import { AdminController } from '../admin/admin.decorators.js';
import { ReceiptsService } from './receipts.service.js';

@AdminController('nodes')
export class NodesController {
  constructor(@Inject(ReceiptsService) private readonly receipts: ReceiptsService) {}

  @Get()
  list(): Promise<Page<NodeDetail>> {
    return this.receipts.listNodes();
  }
}
