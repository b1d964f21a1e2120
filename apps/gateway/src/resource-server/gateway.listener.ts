import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { writeBareProblem } from '../platform/client-error.js';
import { createReadinessHandler, READINESS_PATH } from '../platform/health.js';
import { type Listener, type ListenerTls, openListener } from '../platform/listener.js';
import { requestIdOf } from '../platform/request-id.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { isCatalogRequest, sendApiCatalog } from './api-catalog.js';
import { CredentialReaders } from './authentication/credential-readers.js';
import { openResponseCache } from './caching/open-response-cache.js';
import { boundConnections } from './bounds/connections.js';
import { cutSlowClients } from './bounds/slow-clients.js';
import { checkAgain } from './check-again.js';
import { createGatewayHandler, type GatewayHandler } from './gateway.handler.js';
import { type Http2Connections, offerHttp2 } from './http2/serve-http2.js';
import { OpenCalls } from './open-calls.js';
import { isMetadataRequest, sendResourceMetadata } from './resource-metadata.js';
import { type CallRecorder, openRecorder } from './seen/call-recorder.js';
import { addPlaneMetrics } from './seen/plane-metrics.js';
import { RouteTableProvider } from './route-table.provider.js';
import { isKeysRequest, sendAssertionKeys } from './shaping/assertion-keys.js';
import { UpstreamAssertions } from './shaping/upstream-assertions.js';
import { UpstreamPools } from './upstreams/upstream-pools.js';
import { GatewayRequest, openHandshake } from './web-sockets/handshake.js';

const HEALTHY = JSON.stringify({ status: 'ok' });

/** The data plane's port: no Express, no page, nothing but published APIs (and `/health`). */
@Injectable()
export class GatewayListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private listener: Listener | undefined;
  private http2: Http2Connections | undefined;
  private readonly openCalls: OpenCalls;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(RouteTableProvider) private readonly routes: RouteTableProvider,
    @Inject(UpstreamPools) private readonly upstreams: UpstreamPools,
    @Inject(CredentialReaders) private readonly credentials: CredentialReaders,
  ) {
    this.openCalls = new OpenCalls(platform, checkAgain);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { env, drain, currentDirectory } = this.platform;
    const readiness = createReadinessHandler(this.platform, { needsDatabase: false });
    const recorder = await openRecorder(this.platform);
    const handle = this.createHandler(recorder);
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      if (isHealthCheck(request)) sendHealth(response);
      else if (request.url === READINESS_PATH) readiness(request, response);
      else if (isCatalogRequest(request)) sendApiCatalog(this.platform, request, response);
      else if (isKeysRequest(request)) sendAssertionKeys(currentDirectory().keys, request, response);
      else if (isMetadataRequest(request))
        sendResourceMetadata(this.platform, this.routes.current(), request, response);
      else handle(request, response);
    };
    this.listener = await openListener({
      name: 'gateway',
      host: env.host,
      port: env.gatewayPort,
      portVariable: 'GATEHOUSE_GATEWAY_PORT',
      // An upload may take as long as it keeps moving; upstreams have their own time-outs.
      requestTimeoutMs: 0,
      requestClass: GatewayRequest,
      drain,
      tls: this.findTls(),
      onRequest: (request, response) => {
        seeRequest(request, response);
        onRequest(request, response);
      },
    });
    const { platform, upstreams, openCalls } = this;
    addPlaneMetrics({ platform, server: this.listener.server, recorder, openCalls, upstreams });
    boundConnections(this.listener.server, env);
    this.http2 = offerHttp2(this.listener.server, {
      drain,
      maxStreams: env.http2Streams,
      slowClientSeconds: env.slowClientSeconds,
      slowClientBytesPerSecond: env.slowClientBytesPerSecond,
      onRequest: (request, response, isContinueExpected) =>
        isContinueExpected ? handle(request, response, true) : onRequest(request, response),
    });
    const seeRequest = cutSlowClients(this.listener.server, env);
    // RFC 9110 §10.1.1: a refused upload is not sent at all.
    this.listener.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      seeRequest(request, response);
      drain.mark(response);
      handle(request, response, true);
    });
    this.listener.server.on('connect', refuseTunnel);
    this.listener.server.on('upgrade', (request: IncomingMessage, socket: Duplex, firstBytes: Buffer) => {
      const response = openHandshake(request, socket, firstBytes);
      if (response !== undefined) handle(request, response);
    });
  }

  private createHandler(recorder: CallRecorder): GatewayHandler {
    const { env, limiter, upstreamTokens, currentDirectory } = this.platform;
    return createGatewayHandler({
      platform: this.platform,
      credentials: this.credentials,
      currentTable: () => this.routes.current(),
      limiter,
      getTargets: (api) => this.upstreams.get(api),
      upstreamTokens,
      assertions: new UpstreamAssertions({
        issuer: env.gatewayUrl,
        getSigningKey: () => currentDirectory().getSigningKey(),
        now: Date.now,
      }),
      recorder,
      openCalls: this.openCalls,
      cache: openResponseCache(this.platform),
    });
  }

  private findTls(): ListenerTls | undefined {
    const { env, logger } = this.platform;
    if (env.gatewayTlsKeyFile === '') return undefined;
    return {
      files: {
        name: 'gateway',
        keyFile: env.gatewayTlsKeyFile,
        certificateFile: env.gatewayTlsCertificateFile,
        setting: 'GATEHOUSE_GATEWAY_TLS',
      },
      asksForCertificates: env.gatewayAsksForCertificates,
      protocols: ['h2', 'http/1.1'],
      logger,
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.openCalls.endAll();
    this.http2?.close(this.platform.env.shutdownSeconds);
    await this.listener?.close(this.platform.env.shutdownSeconds);
  }
}

const isHealthCheck = ({ url, method }: IncomingMessage): boolean =>
  url === '/health' && (method === 'GET' || method === 'HEAD');

/** RFC 9110 §9.3.6: not a proxy of this kind. Node gives CONNECT a socket instead of a response. */
function refuseTunnel(_: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end(writeBareProblem(501, 'This is not a proxy for tunnels.'));
}

/** Healthy without the database: access tokens that are signed can be checked. */
function sendHealth(response: ServerResponse): void {
  response.writeHead(200, {
    'X-Request-Id': requestIdOf(response.req),
    'Content-Type': 'application/json',
    'Content-Length': HEALTHY.length,
    'Cache-Control': 'no-store',
  });
  response.end(HEALTHY);
}
