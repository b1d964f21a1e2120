import { type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import {
  buildBearerChallenge,
  checkSender,
  type ClientCertificate,
  isSameAddress,
  OAuthError,
  parseTokenCredentials,
  type TokenCredentials,
} from '@gatehouse/oauth-core';
import { ADMIN_SCOPES } from '@gatehouse/scopes';
import type { Request, Response } from 'express';
import { noteRoute } from '../audit/refusals.js';
import { createCertificateReader } from '../platform/client-certificate.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import type { Caller } from './bearer.strategy.js';
import { MemberAccessService } from './member-access.service.js';

/** Every Authorization header; the one of a console session was put there by the listener and is in no raw header. */
function listAuthorizations(request: Request): readonly string[] {
  const sent = request.headersDistinct['authorization'];
  if (sent !== undefined) return sent;
  return request.headers.authorization === undefined ? [] : [request.headers.authorization];
}

const READ_ALONE = 'gatehouse:needs-read-alone';

/** A POST that changes nothing, and has a body because what is asked does not belong into an address. */
export const NeedsReadAlone = (): MethodDecorator => SetMetadata(READ_ALONE, true);

/**
 * Protects the admin REST API: reading needs `gatehouse.read`, everything else `gatehouse.write`; members have only what
 * is theirs. passport-http-bearer
 * would also take access tokens from query and body, and builds challenges without escaping: both are settled here.
 */
@Injectable()
export class AdminGuard extends AuthGuard('bearer') {
  // Not by the constructor, which is the mixin's.
  @Inject(MemberAccessService) private readonly members!: MemberAccessService;
  @Inject(PLATFORM) private readonly platform!: Platform;
  private readonly readCertificate = (request: Request): ClientCertificate | undefined =>
    createCertificateReader(this.platform.env)(request);

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    noteRoute(request, context);
    const question = request.originalUrl.indexOf('?');
    const query = question === -1 ? '' : request.originalUrl.slice(question + 1);
    const credentials = parseTokenCredentials(listAuthorizations(request), query);
    if ((request.body as { access_token?: unknown } | undefined)?.access_token !== undefined) {
      throw new OAuthError(
        'invalid_request',
        'Send the access token in the Authorization header, not in the body.',
      );
    }
    if (credentials === undefined) {
      http.getResponse<Response>().setHeader('WWW-Authenticate', buildBearerChallenge(undefined));
      throw new ProblemError('sign-in-needed');
    }
    // passport-http-bearer knows one scheme.
    if (credentials.scheme === 'dpop') request.headers.authorization = `Bearer ${credentials.text}`;
    await super.canActivate(context);
    await this.checkSender(request, http.getResponse<Response>(), credentials);
    const needsReadAlone = Reflect.getMetadata(READ_ALONE, context.getHandler()) === true;
    this.checkScope(request, http.getResponse<Response>(), needsReadAlone);
    const { memberId } = request.user as Caller;
    if (memberId !== null) await this.members.check(memberId, request);
    return true;
  }

  override handleRequest<T>(error: unknown, caller: T | false | null): T {
    if (error instanceof Error) throw error;
    if (caller === null || caller === false)
      throw new OAuthError('invalid_token', 'The access token is not valid.');
    return caller;
  }

  /** RFC 9449 §7, RFC 8705 §3 */
  private async checkSender(
    request: Request,
    response: Response,
    { scheme, text }: TokenCredentials,
  ): Promise<void> {
    const { accessTokens, currentDirectory, dpop, env } = this.platform;
    const token = accessTokens.findRemembered(text) ?? (await accessTokens.verify(text));
    const proofs = request.headersDistinct['dpop'] ?? [];
    if (proofs.length > 0) response.setHeader('DPoP-Nonce', dpop.nonces.current());
    const [path = ''] = request.originalUrl.split('?', 1);
    await checkSender(dpop, token, {
      accessToken: text,
      scheme,
      proofs,
      algorithms: currentDirectory().findClient(token.clientId)?.rules.algorithms,
      method: request.method,
      isAddress: (htu) => isSameAddress(htu, [env.adminUrl + path]),
      getCertificate: () => this.readCertificate(request),
    });
  }

  private checkScope(request: Request, response: Response, needsReadAlone: boolean): void {
    const isRead = needsReadAlone || request.method === 'GET' || request.method === 'HEAD';
    const needed = isRead ? ADMIN_SCOPES.read : ADMIN_SCOPES.write;
    if ((request.user as Caller).scopes.has(needed)) return;
    const error = new OAuthError('insufficient_scope', `This needs the scope ${needed}.`);
    response.setHeader('WWW-Authenticate', buildBearerChallenge(error, { scopes: [needed] }));
    throw new ProblemError('insufficient-scope', { scope: needed });
  }
}
