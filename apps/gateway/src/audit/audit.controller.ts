import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Get, Inject, Param, ParseIntPipe, Query, Req, Res } from '@nestjs/common';
import {
  type AuditActorList,
  AuditActorQuery,
  type AuditEntry,
  AuditExportQuery,
  type AuditPage,
  AuditQuery,
  type AuditVerification,
  AuditVerificationQuery,
} from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { AuditService } from './audit.service.js';

const TYPES = { jsonl: 'application/jsonl; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** The audit log. Nothing here changes it. */
@AdminController('audit')
export class AuditController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  @Get()
  list(@CallerParam() caller: Caller, @Query() query: AuditQuery): Promise<AuditPage> {
    return this.audit.list(caller, query);
  }

  @Get('actors')
  listActors(@Query() query: AuditActorQuery): Promise<AuditActorList> {
    return this.audit.listActors(query);
  }

  @Get('verification')
  verify(@Query() query: AuditVerificationQuery): Promise<AuditVerification> {
    return this.audit.verify(query);
  }

  @Get('export')
  async export(
    @CallerParam() caller: Caller,
    @Query() query: AuditExportQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const lines = await this.audit.export(caller, request, query);
    const { format = 'jsonl' } = query;
    response
      .set('Content-Type', TYPES[format])
      .set('Content-Disposition', `attachment; filename="audit-log.${format}"`)
      .set('X-Content-Type-Options', 'nosniff');
    // Half an export must not look like a whole one: the connection is cut.
    await pipeline(Readable.from(lines), response).catch((error: unknown) => {
      this.platform.logger.warn('an export of the audit log ended early', { error });
      response.destroy();
    });
  }

  @Get(':number')
  get(@CallerParam() caller: Caller, @Param('number', ParseIntPipe) number: number): Promise<AuditEntry> {
    return this.audit.get(caller, number);
  }
}
