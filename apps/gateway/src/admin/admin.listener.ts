import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApplicationLogosStore } from '@gatehouse/persistence';
import { APPLICATION_LOGO_PATH, sendApplicationLogo } from '../platform/application-facts.js';
import { createHealthHandler, createReadinessHandler, READINESS_PATH } from '../platform/health.js';
import { chooseLanguage } from '../platform/language.js';
import { type Listener, openListener } from '../platform/listener.js';
import { createPages } from '../platform/pages.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { nameRequest } from '../platform/request-id.js';

/** Paths whose requests Express answers on this listener; nothing else reaches it. */
const EXPRESS_PATHS = /^\/(api|session|providers\/callback)(\/|\?|$)/;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The control plane's port: the admin REST API and the console's session on Express, then the console. */
@Injectable()
export class AdminListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private listener: Listener | undefined;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { env } = this.platform;
    const trustedProxies = new Set(env.trustedProxies);
    const health = createHealthHandler(this.platform);
    const readiness = createReadinessHandler(this.platform);
    const pages = createPages({
      document: 'console.html',
      isSecure: env.adminUrl.startsWith('https:'),
      chooseLanguage,
    });
    const logos = new ApplicationLogosStore(this.platform.database.pool);
    const express = this.adapterHost.httpAdapter.getInstance<Handler>();
    this.listener = await openListener({
      name: 'admin',
      host: env.host,
      port: env.adminPort,
      portVariable: 'GATEHOUSE_ADMIN_PORT',
      requestTimeoutMs: 30_000,
      drain: this.platform.drain,
      onRequest: (request, response) => {
        response.setHeader('X-Request-Id', nameRequest(request, trustedProxies));
        const target = request.url ?? '/';
        if (target === '/health') health(request, response);
        else if (target === READINESS_PATH) readiness(request, response);
        else if (target.startsWith(APPLICATION_LOGO_PATH)) void sendApplicationLogo(logos, target, response);
        else if (EXPRESS_PATHS.test(target)) express(request, response);
        else pages.handle(request, response);
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listener?.close(this.platform.env.shutdownSeconds);
  }
}
