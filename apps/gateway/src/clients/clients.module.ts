import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AdminGuard } from '../admin/admin.guard.js';
import { AdminListener } from '../admin/admin.listener.js';
import { ApisSchemaController } from '../admin/apis-schema.controller.js';
import { BearerStrategy } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { OpenApiController } from '../admin/open-api.controller.js';
import { SessionBearerMiddleware } from '../admin/session-bearer.middleware.js';
import { ApisController } from '../apis/apis.controller.js';
import { ApisService } from '../apis/apis.service.js';
import { ApisDocumentsController } from '../apis/document/apis-documents.controller.js';
import { ApisDocumentsService } from '../apis/document/apis-documents.service.js';
import { ApisFileService } from '../apis/document/apis-file.service.js';
import { OpenApiDocumentsController } from '../apis/openapi/openapi.controller.js';
import { OpenApiService } from '../apis/openapi/openapi.service.js';
import { AuthorizationsController } from '../authorizations/authorizations.controller.js';
import { BrandController } from '../brand/brand.controller.js';
import { ConsoleSessionController } from '../console-session/console-session.controller.js';
import { ConsoleSessionService } from '../console-session/console-session.service.js';
import { IdentityProvidersController } from '../identity-providers/identity-providers.controller.js';
import { IdentityProvidersService } from '../identity-providers/identity-providers.service.js';
import { KeysController } from '../keys/keys.controller.js';
import { KeysService } from '../keys/keys.service.js';
import { LimitsController } from '../limits/limits.controller.js';
import { LimitsService } from '../limits/limits.service.js';
import { ConnectionController } from '../providers/connection.controller.js';
import { ConnectionService } from '../providers/connection.service.js';
import { NodesController } from '../nodes/nodes.controller.js';
import { ReceiptsService } from '../nodes/receipts.service.js';
import { RevocationsController } from '../nodes/revocations.controller.js';
import { ProvidersController } from '../providers/providers.controller.js';
import { ProvidersService } from '../providers/providers.service.js';
import { MessagesController } from '../messages/messages.controller.js';
import { ScopesController } from '../scopes/scopes.controller.js';
import { ScopesService } from '../scopes/scopes.service.js';
import { CallsController } from '../traffic/calls.controller.js';
import { CallsService } from '../traffic/calls.service.js';
import { TrafficController } from '../traffic/traffic.controller.js';
import { TrustedIssuersController } from '../trusted-issuers/trusted-issuers.controller.js';
import { TrustedIssuersService } from '../trusted-issuers/trusted-issuers.service.js';
import { OutsideIssuersController } from '../outside-issuers/outside-issuers.controller.js';
import { OutsideIssuersService } from '../outside-issuers/outside-issuers.service.js';
import { MeController } from '../users/me.controller.js';
import { UsersController } from '../users/users.controller.js';
import { UsersService } from '../users/users.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsService } from './applications.service.js';

/** The control plane: the registry of applications and its neighbours, the admin REST API, the console's session. */
@Module({
  controllers: [
    ApplicationsController,
    ApiKeysController,
    OpenApiDocumentsController,
    ApisSchemaController,
    ApisDocumentsController,
    ApisController,
    ScopesController,
    BrandController,
    KeysController,
    LimitsController,
    TrustedIssuersController,
    OutsideIssuersController,
    IdentityProvidersController,
    ProvidersController,
    ConnectionController,
    UsersController,
    MessagesController,
    MeController,
    CallsController,
    TrafficController,
    AuthorizationsController,
    NodesController,
    RevocationsController,
    ConsoleSessionController,
    OpenApiController,
  ],
  providers: [
    AdminListener,
    AdminGuard,
    BearerStrategy,
    CallerService,
    ConsoleSessionService,
    ApplicationsService,
    ApiKeysService,
    ApisService,
    ApisDocumentsService,
    ApisFileService,
    OpenApiService,
    ScopesService,
    KeysService,
    LimitsService,
    TrustedIssuersService,
    OutsideIssuersService,
    IdentityProvidersService,
    ProvidersService,
    ConnectionService,
    UsersService,
    CallsService,
    ReceiptsService,
  ],
})
export class ClientsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SessionBearerMiddleware).forRoutes('api/*path');
  }
}
