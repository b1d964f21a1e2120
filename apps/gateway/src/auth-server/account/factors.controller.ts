import {
  Body,
  Controller,
  Delete,
  Header,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import {
  type FactorAdded,
  NewPasskeyAnswer,
  PasskeyName,
  TotpConfirmation,
  type TotpSetupAnswer,
} from '@gatehouse/dto';
import { type AccountEventKind, createAccountEventStore } from '@gatehouse/persistence';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { Request, Response } from 'express';
import { mailFactorChange } from '../../platform/account-mail.js';
import type { FactorChange } from '../../platform/mails/mail-texts.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { FactorsService } from '../factors/factors.service.js';
import { type Ceremony, PasskeysService } from '../factors/passkeys.service.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AccountService, type AccountVisit } from './account.service.js';

/** What people change here, as their account's activity has it. */
const EVENTS = {
  'totp-added': 'app-added',
  'totp-removed': 'app-removed',
  'passkey-added': 'passkey-added',
  'passkey-removed': 'passkey-removed',
  'recovery-codes-replaced': 'codes-made',
} as const satisfies Partial<Record<FactorChange, AccountEventKind>>;

type OwnChange = keyof typeof EVENTS;

const toCeremony = ({ browser, user }: AccountVisit): Ceremony => ({
  browser,
  purpose: `register:${user.userId}`,
});

/** The API by which people set up, name and remove their second factors and passkeys. */
@Controller('account/security')
@UseFilters(InteractionFilter)
export class FactorsController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(PasskeysService) private readonly passkeys: PasskeysService,
  ) {}

  @Post('totp')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async beginTotp(@Req() request: Request): Promise<TotpSetupAnswer> {
    const { user } = await this.accounts.openFresh(request);
    return this.factors.beginTotp(user.userId, user.username);
  }

  @Post('totp/confirm')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async confirmTotp(
    @Body() body: TotpConfirmation,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FactorAdded> {
    const visit = await this.accounts.openFresh(request);
    if (!(await this.factors.confirmTotp(visit.user.userId, body.setup, body.code))) {
      throw new InteractionProblem('totp-not-confirmed');
    }
    await this.accounts.strengthen(visit, ['otp', 'mfa'], response);
    await this.tell(visit, 'totp-added');
    return this.addMissingCodes(visit);
  }

  @Delete('totp')
  @HttpCode(204)
  async removeTotp(@Req() request: Request): Promise<void> {
    const visit = await this.accounts.openFresh(request);
    await this.factors.removeTotp(visit.user.userId);
    await this.tell(visit, 'totp-removed');
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async replaceCodes(@Req() request: Request): Promise<FactorAdded> {
    const visit = await this.accounts.openFresh(request);
    const { userId } = visit.user;
    if (!(await this.factors.hasSecondFactor(userId))) throw new InteractionProblem('second-factor-first');
    const recoveryCodes = await this.factors.replaceRecoveryCodes(userId);
    await this.tell(visit, 'recovery-codes-replaced');
    return { recoveryCodes };
  }

  @Post('passkeys/options')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async beginPasskey(@Req() request: Request): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const visit = await this.accounts.openFresh(request);
    return this.passkeys.beginRegistration(visit.user, toCeremony(visit));
  }

  @Post('passkeys')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async addPasskey(
    @Body() body: NewPasskeyAnswer,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FactorAdded> {
    const visit = await this.accounts.openFresh(request);
    if (!(await this.passkeys.register(visit.user, toCeremony(visit), body.response, body.name))) {
      throw new InteractionProblem('passkey-not-added');
    }
    await this.accounts.strengthen(visit, ['user', 'mfa'], response);
    await this.tell(visit, 'passkey-added', body.name);
    return this.addMissingCodes(visit);
  }

  @Patch('passkeys/:id')
  @HttpCode(204)
  async rename(@Param('id') id: string, @Body() body: PasskeyName, @Req() request: Request): Promise<void> {
    const { user } = await this.accounts.openForChange(request);
    if (!(await this.passkeys.store.rename(user.userId, id, body.name))) throw noSuchPasskey();
  }

  @Delete('passkeys/:id')
  @HttpCode(204)
  async removePasskey(@Param('id') id: string, @Req() request: Request): Promise<void> {
    const visit = await this.accounts.openFresh(request);
    const { user } = visit;
    const passkeys = await this.passkeys.store.listOf(user.userId);
    const passkey = passkeys.find(({ credentialId }) => credentialId === id);
    if (passkey === undefined) throw noSuchPasskey();
    if (!(await this.passkeys.store.delete(user.userId, id))) {
      throw new InteractionProblem('only-passkey');
    }
    await this.factors.store.deleteLoneRecoveryCodes(user.userId);
    await this.tell(visit, 'passkey-removed', passkey.name);
  }

  private async tell(
    { user, language, place }: AccountVisit,
    change: OwnChange,
    name?: string,
  ): Promise<void> {
    const events = createAccountEventStore(this.platform.database.pool);
    await events.record(user.userId, { kind: EVENTS[change], place, name: name ?? null });
    await mailFactorChange(this.platform, user.userId, change, language);
  }

  /** Whoever has a second factor can lose it: codes to keep, where there are none and a password to use them with. */
  private async addMissingCodes({ user }: AccountVisit): Promise<FactorAdded> {
    const { hasPassword, recoveryCodesLeft } = await this.factors.store.findSummary(user.userId);
    if (!hasPassword || recoveryCodesLeft > 0) return {};
    return { recoveryCodes: await this.factors.replaceRecoveryCodes(user.userId) };
  }
}

const noSuchPasskey = (): InteractionProblem => new InteractionProblem('passkey-gone');
