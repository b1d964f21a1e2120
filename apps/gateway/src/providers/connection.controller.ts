import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { clearConnectionCookie, findConnectionCookie } from './connection-cookie.js';
import { ConnectionService } from './connection.service.js';

/** Where the browser of an operator comes back from a provider. The cookie that it brings is its permission. */
@Controller('providers/callback')
export class ConnectionController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ConnectionService) private readonly connections: ConnectionService,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Header('Referrer-Policy', 'no-referrer')
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { env } = this.platform;
    const question = request.originalUrl.indexOf('?');
    const query = question === -1 ? '' : request.originalUrl.slice(question);
    const { providerId, outcome } = await this.connections.finish(query, findConnectionCookie(env, request));
    response.append('Set-Cookie', clearConnectionCookie(env));
    const page = providerId === undefined ? '/providers' : `/providers/${providerId}`;
    response.redirect(303, `${page}?connection=${outcome}`);
  }
}
