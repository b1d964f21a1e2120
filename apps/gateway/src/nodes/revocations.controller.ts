import { Get, Inject, Param, ParseIntPipe, Query } from '@nestjs/common';
import { type Page, type Receipt, RevocationQuery } from '@gatehouse/dto';
import { AdminController } from '../admin/admin.decorators.js';
import { ReceiptsService } from './receipts.service.js';

@AdminController('revocations')
export class RevocationsController {
  constructor(@Inject(ReceiptsService) private readonly receipts: ReceiptsService) {}

  /** Of the last 25 hours, the newest first. */
  @Get()
  list(@Query() query: RevocationQuery): Promise<Page<Receipt>> {
    return this.receipts.list(query);
  }

  @Get(':epoch/receipt')
  get(@Param('epoch', ParseIntPipe) epoch: number): Promise<Receipt> {
    return this.receipts.get(epoch);
  }
}
