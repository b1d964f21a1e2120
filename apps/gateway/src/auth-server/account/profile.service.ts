import { Inject, Injectable } from '@nestjs/common';
import type { OwnProfile, UpdateOwnProfile } from '@gatehouse/dto';
import { hashSecret, REAL_WORLD } from '@gatehouse/oauth-core';
import {
  createAddressChangeStore,
  createOutsideAccountStore,
  createProfileStore,
  type ProfileRow,
} from '@gatehouse/persistence';
import {
  mailAddressAsked,
  mailAddressChanged,
  mailAddressKnown,
  mailAddressTicket,
} from '../../platform/address-mail.js';
import type { Language } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { describeKeeper } from '../../platform/profile-keeper.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AttemptsService } from '../lockout/attempts.service.js';
import type { AccountVisit } from './account.service.js';
import { readOwnClaims, writeOwnClaims } from './own-claims.js';

const TICKET_MS = 86_400_000;

/** What people see and change of themselves. */
@Injectable()
export class ProfileService {
  private readonly profiles;
  private readonly addresses;
  private readonly links;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AttemptsService) private readonly attempts: AttemptsService,
  ) {
    const { pool } = platform.database;
    this.profiles = createProfileStore(pool);
    this.addresses = createAddressChangeStore(pool);
    this.links = createOutsideAccountStore(pool);
  }

  async describe({ user }: AccountVisit): Promise<Omit<OwnProfile, 'csrfToken' | 'isFresh'>> {
    const [row, waiting, keptBy] = await Promise.all([
      this.get(user.userId),
      this.addresses.findWaiting(user.userId),
      this.findKeeper(user.userId),
    ]);
    return {
      version: row.version,
      username: row.username,
      displayName: row.displayName,
      email: row.email,
      isEmailVerified: row.isEmailVerified,
      waitingEmail:
        waiting === undefined ? null : { email: waiting.email, expiresAt: waiting.expiresAt.toISOString() },
      profile: readOwnClaims(row.profile),
      keptBy,
    };
  }

  /** @throws InteractionProblem 409 where it has been changed meanwhile, or the name is kept elsewhere */
  async update({ user }: AccountVisit, { version, displayName, profile }: UpdateOwnProfile): Promise<void> {
    const row = await this.get(user.userId);
    const name = displayName.trim();
    if (name !== row.displayName) await this.checkIsKeptHere(user.userId);
    const next = { version, displayName: name, profile: writeOwnClaims(row.profile, profile) };
    if (!(await this.profiles.save(user.userId, next))) throw new InteractionProblem('profile-changed');
  }

  /**
   * Sends a link to the new address. What is answered does not tell whether somebody else has it.
   * @throws InteractionProblem 409 where the address is kept elsewhere, 429
   */
  async askForAddress({ user, language }: AccountVisit, email: string): Promise<void> {
    await this.checkIsKeptHere(user.userId);
    await this.attempts.take({
      own: [],
      strangers: [
        { key: `address change of ${user.userId}`, atOnce: 10, refillSeconds: 360 },
        { key: `account mail to ${email.toLowerCase()}`, atOnce: 5, refillSeconds: 300 },
      ],
    });
    const ticket = REAL_WORLD.randomSecret();
    const isTaken = await this.addresses.isTaken(user.userId, email);
    // Of no use where it is taken, and there all the same: the page looks alike.
    await this.addresses.begin(user.userId, email, hashSecret(ticket), REAL_WORLD.now() + TICKET_MS);
    const owner = { ...user, locale: user.profile.locale };
    if (isTaken) await mailAddressKnown(this.platform, owner, language, email);
    else await mailAddressTicket(this.platform, owner, language, { to: email, ticket });
    await mailAddressAsked(this.platform, owner, language, user.email);
  }

  async cancelAddress({ user }: AccountVisit): Promise<void> {
    await this.addresses.cancel(user.userId);
  }

  /** @throws InteractionProblem 409, 410 */
  async confirmAddress(ticket: string, language: Language): Promise<void> {
    const used = await this.addresses.claim(hashSecret(ticket));
    if (used === undefined) throw new InteractionProblem('link-used');
    if (!used.isMoved) throw new InteractionProblem('address-taken');
    this.platform.logger.info('e-mail address changed', { userId: used.userId });
    await mailAddressChanged(this.platform, used, language, used.oldEmail);
  }

  private async get(userId: string): Promise<ProfileRow> {
    const row = await this.profiles.find(userId);
    if (row === undefined) throw new InteractionProblem('sign-in-needed');
    return row;
  }

  private async checkIsKeptHere(userId: string): Promise<void> {
    if ((await this.findKeeper(userId)) !== null) throw new InteractionProblem('profile-elsewhere');
  }

  private async findKeeper(userId: string): Promise<OwnProfile['keptBy']> {
    const [made] = await this.links.listMade([userId]);
    return made === undefined ? null : describeKeeper(this.platform, made.source);
  }
}
