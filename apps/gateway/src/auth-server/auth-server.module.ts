import { Module } from '@nestjs/common';
import { AuthListener } from './auth.listener.js';
import { DeviceController } from './device/device.controller.js';
import { DeviceService } from './device/device.service.js';
import { AuthorizationService } from './interaction/authorization.service.js';
import { InteractionController } from './interaction/interaction.controller.js';
import { InteractionService } from './interaction/interaction.service.js';
import { LogoutCourier } from './logout/logout-courier.js';
import { SessionEndService } from './logout/session-end.service.js';
import { SignInService } from './interaction/sign-in.service.js';

/** The token plane: OAuth endpoints (the list of grants is in endpoints/native-endpoints.ts) and the end users' pages. */
@Module({
  controllers: [DeviceController, InteractionController],
  providers: [
    AuthListener,
    AuthorizationService,
    DeviceService,
    InteractionService,
    LogoutCourier,
    SessionEndService,
    SignInService,
  ],
})
export class AuthServerModule {}
