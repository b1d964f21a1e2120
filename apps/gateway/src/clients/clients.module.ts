import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AdminGuard } from '../admin/admin.guard.js';
import { AdminListener } from '../admin/admin.listener.js';
import { ApisSchemaController } from '../admin/apis-schema.controller.js';
import { BearerStrategy } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { MemberAccessService } from '../admin/member-access.service.js';
import { OpenApiController } from '../admin/open-api.controller.js';
import { SessionBearerMiddleware } from '../admin/session-bearer.middleware.js';
import { ApisController } from '../apis/apis.controller.js';
import { ApisService } from '../apis/apis.service.js';
import { ApiCallersController } from '../apis/callers/api-callers.controller.js';
import { ApiCallersService } from '../apis/callers/api-callers.service.js';
import { ApisDocumentsController } from '../apis/document/apis-documents.controller.js';
import { ApisDocumentsService } from '../apis/document/apis-documents.service.js';
import { ApisFileService } from '../apis/document/apis-file.service.js';
import { OpenApiDocumentsController } from '../apis/openapi/openapi.controller.js';
import { OpenApiService } from '../apis/openapi/openapi.service.js';
import { AuditController } from '../audit/audit.controller.js';
import { SettingsController } from '../settings/settings.controller.js';
import { AuditService } from '../audit/audit.service.js';
import {
  AccessTokensController,
  ApplicationAccessTokensController,
} from '../authorizations/access-tokens.controller.js';
import { AuthorizationsController } from '../authorizations/authorizations.controller.js';
import { AuthorizationsService } from '../authorizations/authorizations.service.js';
import { TokenFinderService } from '../authorizations/token-finder.service.js';
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
import { AddressesController } from '../overview/addresses.controller.js';
import { AttentionController, DismissalsController } from '../overview/attention.controller.js';
import { AttentionService } from '../overview/attention.service.js';
import { TargetHealthController } from '../overview/target-health.controller.js';
import { ProvidersController } from '../providers/providers.controller.js';
import { ProvidersService } from '../providers/providers.service.js';
import { MessagesController } from '../messages/messages.controller.js';
import { DetailsTypesController } from '../details-types/details-types.controller.js';
import { DetailsTypesService } from '../details-types/details-types.service.js';
import { EffectsController } from '../effects/effects.controller.js';
import { OrganizationsController } from '../organizations/organizations.controller.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { SharingController } from '../organizations/sharing.controller.js';
import { SharingService } from '../organizations/sharing.service.js';
import { RegistrationPoliciesController } from '../registration-policies/registration-policies.controller.js';
import { RegistrationPoliciesService } from '../registration-policies/registration-policies.service.js';
import { RegistrationRequestsController } from '../registration-requests/registration-requests.controller.js';
import { RegistrationRequestsService } from '../registration-requests/registration-requests.service.js';
import { ScopesController } from '../scopes/scopes.controller.js';
import { ScopesService } from '../scopes/scopes.service.js';
import { TeamController } from '../team/team.controller.js';
import { CallsController } from '../traffic/calls.controller.js';
import { CallsService } from '../traffic/calls.service.js';
import { ErrorAnswersController } from '../traffic/error-answers.controller.js';
import { TrafficSummaryController } from '../traffic/summary.controller.js';
import { TrafficController } from '../traffic/traffic.controller.js';
import { TrialsController } from '../trials/trials.controller.js';
import { TrustedIssuersController } from '../trusted-issuers/trusted-issuers.controller.js';
import { TrustedIssuersService } from '../trusted-issuers/trusted-issuers.service.js';
import { OutsideIssuersController } from '../outside-issuers/outside-issuers.controller.js';
import { OutsideIssuersService } from '../outside-issuers/outside-issuers.service.js';
import { MeController } from '../users/me.controller.js';
import { UsersController } from '../users/users.controller.js';
import { UsersService } from '../users/users.service.js';
import { DeliveriesService } from '../webhooks/deliveries.service.js';
import { WebhookCourier } from '../webhooks/webhook-courier.js';
import {
  DeliveriesController,
  EventTypesController,
  WebhooksController,
} from '../webhooks/webhooks.controller.js';
import { WebhooksService } from '../webhooks/webhooks.service.js';
import { StreamsController } from '../streams/streams.controller.js';
import { StreamsService } from '../streams/streams.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApplicationBulkController } from './application-bulk.controller.js';
import { ApplicationBulkService } from './application-bulk.service.js';
import { ApplicationLogosController } from './application-logos.controller.js';
import { ApplicationsTransferController } from './transfer/applications-transfer.controller.js';
import { ApplicationsTransferService } from './transfer/applications-transfer.service.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsService } from './applications.service.js';
import { TokenBindingsController } from './token-bindings.controller.js';

/** The control plane: the registry of applications and its neighbours, the admin REST API, the console's session. */
@Module({
  controllers: [
    // Before the one that takes any word for an ID.
    ApplicationBulkController,
    ApplicationsTransferController,
    ApplicationsController,
    ApplicationLogosController,
    TokenBindingsController,
    ApiKeysController,
    OpenApiDocumentsController,
    ApisSchemaController,
    ApisDocumentsController,
    ApisController,
    ApiCallersController,
    ScopesController,
    DetailsTypesController,
    EffectsController,
    BrandController,
    KeysController,
    LimitsController,
    TrustedIssuersController,
    OutsideIssuersController,
    IdentityProvidersController,
    ProvidersController,
    ConnectionController,
    OrganizationsController,
    SharingController,
    RegistrationPoliciesController,
    WebhooksController,
    DeliveriesController,
    EventTypesController,
    StreamsController,
    RegistrationRequestsController,
    TeamController,
    UsersController,
    MessagesController,
    MeController,
    CallsController,
    ErrorAnswersController,
    TrafficSummaryController,
    TrafficController,
    AddressesController,
    AttentionController,
    DismissalsController,
    TargetHealthController,
    TrialsController,
    AuthorizationsController,
    AccessTokensController,
    ApplicationAccessTokensController,
    NodesController,
    AuditController,
    SettingsController,
    RevocationsController,
    ConsoleSessionController,
    OpenApiController,
  ],
  providers: [
    AdminListener,
    AdminGuard,
    BearerStrategy,
    CallerService,
    MemberAccessService,
    OrganizationsService,
    SharingService,
    RegistrationPoliciesService,
    WebhooksService,
    DeliveriesService,
    WebhookCourier,
    StreamsService,
    RegistrationRequestsService,
    ConsoleSessionService,
    ApplicationsService,
    ApplicationBulkService,
    ApplicationsTransferService,
    ApiKeysService,
    ApisService,
    ApiCallersService,
    ApisDocumentsService,
    ApisFileService,
    OpenApiService,
    ScopesService,
    DetailsTypesService,
    KeysService,
    LimitsService,
    TrustedIssuersService,
    OutsideIssuersService,
    IdentityProvidersService,
    ProvidersService,
    ConnectionService,
    UsersService,
    CallsService,
    AuthorizationsService,
    TokenFinderService,
    ReceiptsService,
    AttentionService,
    AuditService,
  ],
})
export class ClientsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SessionBearerMiddleware).forRoutes('api/*path');
  }
}
