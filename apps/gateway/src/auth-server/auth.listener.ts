import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ENDPOINTS, OAuthError, REAL_WORLD } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import { createHealthHandler } from '../platform/health.js';
import { type Listener, openListener } from '../platform/listener.js';
import { createPages, type Pages } from '../platform/pages.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { createBrowserCookies } from './browser-cookies.js';
import { createAuthorizeEndpoint } from './endpoints/authorize.js';
import {
  createFormPostEndpoint,
  FORM_POST_PATH,
  FORM_POST_SCRIPT_PATH,
  sendFormPostScript,
} from './endpoints/form-post.js';
import type { NativeHandler } from './endpoints/http.js';
import { createNativeEndpoints } from './endpoints/native-endpoints.js';
import { createEndSessionEndpoint } from './logout/end-session.js';
import { SessionEndService } from './logout/session-end.service.js';
import {
  createSignedOutPage,
  sendSignedOutScript,
  SIGNED_OUT_PATH,
  SIGNED_OUT_SCRIPT_PATH,
} from './logout/signed-out.js';
import { AuthorizationService } from './interaction/authorization.service.js';
import { SignInService } from './interaction/sign-in.service.js';

/** Paths whose requests Express answers on this listener; nothing else reaches it. */
const EXPRESS_PREFIXES = ['/interaction/', '/device/', '/account/access', '/account/security/'];

/** The token plane's port: native endpoints first, then the pages' API on Express, then the pages. */
@Injectable()
export class AuthListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly listeners: Listener[] = [];

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(SessionEndService) private readonly sessionEnds: SessionEndService,
    @Inject(SignInService) private readonly signIns: SignInService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { env } = this.platform;
    const onRequest = this.createHandler();
    const common = { host: env.host, onRequest, requestTimeoutMs: 30_000 };
    const name = 'authorization server';
    this.listeners.push(
      await openListener({ ...common, name, port: env.authPort, portVariable: 'GATEHOUSE_AUTH_PORT' }),
    );
    if (env.mtlsPort === 0) return;
    const tls = {
      key: readFileSync(env.tlsKeyFile, 'utf8'),
      cert: readFileSync(env.tlsCertificateFile, 'utf8'),
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

  private createHandler(): NativeHandler {
    const pages = createPages({
      document: 'portal.html',
      isSecure: this.platform.env.issuer.startsWith('https:'),
    });
    const native = new Map<string, NativeHandler>(createNativeEndpoints(this.platform, this.signIns));
    native.set('/health', createHealthHandler(this.platform));
    const options = {
      platform: this.platform,
      cookies: createBrowserCookies(this.platform.env, this.platform.csrfKey),
      authorizations: this.authorizations,
      showError: (response: ServerResponse, error: unknown) => this.showError(pages, response, error),
      showGone: (response: ServerResponse) => showGone(pages, response),
    };
    native.set(ENDPOINTS.authorization, createAuthorizeEndpoint(options));
    native.set(
      ENDPOINTS.endSession,
      createEndSessionEndpoint({
        ...options,
        sessionEnds: this.sessionEnds,
        showPage: (response, facts) => pages.render(response, { status: 200, facts }),
      }),
    );
    const signedOut = createSignedOutPage(this.platform.sealing, REAL_WORLD.now, options.showGone);
    native.set(SIGNED_OUT_PATH, signedOut);
    native.set(SIGNED_OUT_SCRIPT_PATH, sendSignedOutScript);
    native.set(FORM_POST_PATH, createFormPostEndpoint(options));
    native.set(FORM_POST_SCRIPT_PATH, sendFormPostScript);
    const express =
      this.adapterHost.httpAdapter.getInstance<(req: IncomingMessage, res: ServerResponse) => void>();
    return (request, response) => {
      const target = request.url ?? '/';
      const question = target.indexOf('?');
      const path = question === -1 ? target : target.slice(0, question);
      const handler = native.get(path);
      if (handler !== undefined) handler(request, response);
      else if (EXPRESS_PREFIXES.some((prefix) => path.startsWith(prefix))) express(request, response);
      else pages.handle(request, response);
    };
  }

  private showError(pages: Pages, response: ServerResponse, error: unknown): void {
    const requestId = randomUUID();
    if (error instanceof OAuthError && error.status < 500) {
      this.platform.logger.info('authorization request refused', {
        requestId,
        error: error.code,
        reason: error.reason,
      });
      const detail = `${error.description} Go back to the application and try again; if it stays, tell its makers.`;
      pages.render(response, {
        status: 400,
        facts: { error: { title: 'This link does not work', detail, requestId } },
      });
    } else if (error instanceof OAuthError || isDatabaseUnavailable(error)) {
      response.setHeader('Retry-After', '2');
      const detail = 'Something that we need is out of reach right now. Try again in a moment.';
      pages.render(response, {
        status: 503,
        facts: { error: { title: 'Not available', detail, requestId } },
      });
    } else {
      this.platform.logger.error('authorization request failed', { requestId, error });
      const detail = 'This is our fault, not yours. Try again; if it stays, tell us the request ID.';
      pages.render(response, {
        status: 500,
        facts: { error: { title: 'Something went wrong', detail, requestId } },
      });
    }
  }
}

function showGone(pages: Pages, response: ServerResponse): void {
  const detail =
    'This answer was sent already, or belongs to another browser. Go back to the application and start again.';
  pages.render(response, { status: 410, facts: { error: { title: 'This page has expired', detail } } });
}
