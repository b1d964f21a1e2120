import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ChangeStreamStatus, type StreamDetail } from '@gatehouse/dto';
import { AdminController } from '../admin/admin.decorators.js';
import { Audited } from '../audit/audit-action.js';
import { StreamsService } from './streams.service.js';

/** Receivers make their streams themselves, so there is nothing here that makes one. */
@AdminController('streams')
export class StreamsController {
  constructor(@Inject(StreamsService) private readonly streams: StreamsService) {}

  @Get()
  list(): Promise<readonly StreamDetail[]> {
    return this.streams.list();
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<StreamDetail> {
    return this.streams.get(id);
  }

  @Put(':id/status')
  @Audited('stream.status.change')
  setStatus(@Param('id', ParseUUIDPipe) id: string, @Body() body: ChangeStreamStatus): Promise<StreamDetail> {
    return this.streams.setStatus(id, body);
  }

  @Post(':id/verifications')
  @Audited('stream.verify')
  verify(@Param('id', ParseUUIDPipe) id: string): Promise<StreamDetail> {
    return this.streams.verify(id);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.streams.delete(id);
  }
}
