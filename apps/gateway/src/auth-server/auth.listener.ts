import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ENDPOINTS } from '@gatehouse/oauth-core';
import { type Listener, type ListenerTls, openListener } from '../platform/listener.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { nameRequest } from '../platform/request-id.js';
import { AuthEndpoints } from './auth-endpoints.js';
import type { NativeHandler } from './endpoints/http.js';

const HOT_ENDPOINTS: ReadonlySet<string> = new Set([
  ENDPOINTS.token,
  ENDPOINTS.introspection,
  ENDPOINTS.revocation,
  ENDPOINTS.userinfo,
  ENDPOINTS.tokeninfo,
  ENDPOINTS.jwks,
]);

/** Paths whose requests Express answers on this listener; nothing else reaches it. */
const EXPRESS_PREFIXES = [
  '/interaction/',
  '/device/',
  '/account/access',
  '/account/profile/',
  '/account/requests/',
  '/account/security/',
  '/catalogue/',
];

const ENDPOINT_PATHS: ReadonlySet<string> = new Set(Object.values(ENDPOINTS));

/** Told of each request to an endpoint of the protocols. */
type Trace = (request: IncomingMessage, response: ServerResponse, path: string, requestId: string) => void;

/** The token plane's port: native endpoints first, then the pages' API on Express, then the pages. */
@Injectable()
export class AuthListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly listeners: Listener[] = [];

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(AuthEndpoints) private readonly endpoints: AuthEndpoints,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { env } = this.platform;
    const { tracing } = this.platform;
    const spans = tracing && (await import('./seen/request-spans.js'));
    const onRequest = this.createHandler((request, response, path, requestId) => {
      if (tracing !== undefined) spans?.traceRequest(tracing, { request, response, path }, requestId);
    });
    const common = { host: env.host, drain: this.platform.drain, onRequest, requestTimeoutMs: 30_000 };
    const name = 'authorization server';
    this.listeners.push(
      await openListener({ ...common, name, port: env.authPort, portVariable: 'GATEHOUSE_AUTH_PORT' }),
    );
    if (env.mtlsPort === 0) return;
    const tls: ListenerTls = {
      files: {
        name: `${name}, TLS`,
        keyFile: env.tlsKeyFile,
        certificateFile: env.tlsCertificateFile,
        setting: 'GATEHOUSE_TLS',
      },
      asksForCertificates: true,
      protocols: ['http/1.1'],
      logger: this.platform.logger,
    };
    this.listeners.push(
      await openListener({
        ...common,
        name: `${name}, TLS`,
        port: env.mtlsPort,
        portVariable: 'GATEHOUSE_MTLS_PORT',
        tls,
      }),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { shutdownSeconds } = this.platform.env;
    await Promise.all(this.listeners.map((listener) => listener.close(shutdownSeconds)));
  }

  private createHandler(trace: Trace): NativeHandler {
    const findHandler = this.endpoints.createFinder();
    const express =
      this.adapterHost.httpAdapter.getInstance<(req: IncomingMessage, res: ServerResponse) => void>();
    const trustedProxies = new Set(this.platform.env.trustedProxies);
    return (request, response) => {
      const requestId = nameRequest(request, trustedProxies);
      const target = request.url ?? '/';
      const question = target.indexOf('?');
      const path = question === -1 ? target : target.slice(0, question);
      const handler = findHandler(path);
      // Hot endpoints write it themselves: a header that is set beforehand costs more.
      if (!HOT_ENDPOINTS.has(path)) response.setHeader('X-Request-Id', requestId);
      if (handler !== undefined) {
        if (ENDPOINT_PATHS.has(path)) trace(request, response, path, requestId);
        handler(request, response);
      } else if (EXPRESS_PREFIXES.some((prefix) => path.startsWith(prefix))) express(request, response);
      else this.endpoints.showPages(request, response);
    };
  }
}
