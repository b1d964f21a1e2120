import { Module } from '@nestjs/common';
import { AccountAccessController } from './account-access/account-access.controller.js';
import { AccountAccessService } from './account-access/account-access.service.js';
import { MailCourier } from './account-access/mail-courier.js';
import { AllowedApplicationsController } from './account/allowed-applications.controller.js';
import { AccountService } from './account/account.service.js';
import { FactorsController } from './account/factors.controller.js';
import { ProfileController } from './account/profile.controller.js';
import { ProfileService } from './account/profile.service.js';
import { SecurityController } from './account/security.controller.js';
import { SecurityService } from './account/security.service.js';
import { AuthEndpoints } from './auth-endpoints.js';
import { AuthListener } from './auth.listener.js';
import { BackchannelCourier } from './backchannel/backchannel-courier.js';
import { PromptsController } from './backchannel/prompts.controller.js';
import { PromptsService } from './backchannel/prompts.service.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { RequestsController } from './catalogue/requests.controller.js';
import { RequestsService } from './catalogue/requests.service.js';
import { DeviceController } from './device/device.controller.js';
import { DeviceService } from './device/device.service.js';
import { FactorsService } from './factors/factors.service.js';
import { PasskeySignInService } from './factors/passkey-sign-in.service.js';
import { PasskeysService } from './factors/passkeys.service.js';
import { SecondFactorController } from './factors/second-factor.controller.js';
import { SecondFactorService } from './factors/second-factor.service.js';
import { IdentitySignInController } from './identity-sign-in/identity-sign-in.controller.js';
import { IdentitySignInService } from './identity-sign-in/identity-sign-in.service.js';
import { AuthorizationService } from './interaction/authorization.service.js';
import { InteractionController } from './interaction/interaction.controller.js';
import { InteractionService } from './interaction/interaction.service.js';
import { SignInService } from './interaction/sign-in.service.js';
import { AttemptsService } from './lockout/attempts.service.js';
import { LogoutCourier } from './logout/logout-courier.js';
import { SessionEndService } from './logout/session-end.service.js';
import { SignalCourier } from './ssf/signal-courier.js';

/** The token plane: OAuth endpoints (the list of grants is in endpoints/native-endpoints.ts) and the end users' pages. */
@Module({
  controllers: [
    AccountAccessController,
    AllowedApplicationsController,
    CatalogueController,
    RequestsController,
    DeviceController,
    FactorsController,
    IdentitySignInController,
    InteractionController,
    ProfileController,
    PromptsController,
    SecondFactorController,
    SecurityController,
  ],
  providers: [
    AccountAccessService,
    AccountService,
    AttemptsService,
    AuthEndpoints,
    AuthListener,
    AuthorizationService,
    BackchannelCourier,
    DeviceService,
    FactorsService,
    IdentitySignInService,
    InteractionService,
    LogoutCourier,
    SignalCourier,
    MailCourier,
    PasskeysService,
    PasskeySignInService,
    ProfileService,
    PromptsService,
    RequestsService,
    SecondFactorService,
    SecurityService,
    SessionEndService,
    SignInService,
  ],
})
export class AuthServerModule {}
