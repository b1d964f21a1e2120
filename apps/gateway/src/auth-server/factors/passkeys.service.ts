import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { type EndUser, hashSecret, REAL_WORLD } from '@gatehouse/oauth-core';
import { createPasskeyStore, isDatabaseUnavailable, type Passkey } from '@gatehouse/persistence';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { hashCookie } from '../browser-cookies.js';

const CHALLENGE_SECONDS = 600;

/** Loaded with the first passkey: all it brings along would make up an eighth of every start. */
const webAuthn = () => import('@simplewebauthn/server');

/** A ceremony that is under way: in which browser, and for what. */
export interface Ceremony {
  /** The value that binds it to the browser. */
  readonly browser: string;
  /** For example `sign-in:<interaction>`. */
  readonly purpose: string;
}

/** Who a passkey has signed in. */
export interface PasskeyUse {
  readonly userId: string;
  /** RFC 8176: where the key lives, and that its user was verified: two factors in one. */
  readonly amr: readonly string[];
}

/** Passkeys (Web Authentication Level 3): discoverable, with user verification, for the issuer's host alone. */
@Injectable()
export class PasskeysService {
  readonly store;
  private readonly rpId: string;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = createPasskeyStore(platform.database.pool);
    this.rpId = new URL(platform.env.issuer).hostname;
  }

  /** WebAuthn §5.1.3: an IP address is no valid domain, and browsers refuse it. */
  get isAvailable(): boolean {
    return isIP(this.rpId.replaceAll(/[[\]]/g, '')) === 0;
  }

  async beginRegistration(
    user: EndUser,
    ceremony: Ceremony,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const known = await this.store.listOf(user.userId);
    const { generateRegistrationOptions } = await webAuthn();
    const options = await generateRegistrationOptions({
      rpName: this.rpId,
      rpID: this.rpId,
      userName: user.username,
      userDisplayName: user.displayName,
      // WebAuthn §14.6.1: nothing personal; ours is random.
      userID: Uint8Array.from(toUserHandle(user.userId)),
      attestationType: 'none',
      excludeCredentials: known.map(toDescriptor),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      timeout: CHALLENGE_SECONDS * 1000,
    });
    await this.remember(options.challenge, ceremony);
    return options;
  }

  /** WebAuthn §7.1. False: refused; our log says why. */
  async register(user: EndUser, ceremony: Ceremony, response: unknown, name: string): Promise<boolean> {
    const { verifyRegistrationResponse } = await webAuthn();
    const verified = await this.verify('registration', () =>
      verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        ...this.expectations(ceremony),
      }),
    );
    if (verified?.verified !== true) return false;
    const { credential, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
    return this.store.insert({
      credentialId: credential.id,
      userId: user.userId,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports?.filter((transport) => typeof transport === 'string') ?? [],
      isSynced: credentialDeviceType === 'multiDevice',
      isBackedUp: credentialBackedUp,
      name,
    });
  }

  /** @param userId whose passkey it must be; without one, whoever has one for us may use it */
  async beginUse(ceremony: Ceremony, userId?: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const allowed = userId === undefined ? [] : await this.store.listOf(userId);
    const { generateAuthenticationOptions } = await webAuthn();
    const options = await generateAuthenticationOptions({
      rpID: this.rpId,
      userVerification: 'required',
      allowCredentials: allowed.map(toDescriptor),
      timeout: CHALLENGE_SECONDS * 1000,
    });
    await this.remember(options.challenge, ceremony);
    return options;
  }

  /** WebAuthn §7.2. Undefined: refused; our log says why. */
  async use(ceremony: Ceremony, response: unknown, userId?: string): Promise<PasskeyUse | undefined> {
    const passkey = await this.findPasskey(response);
    if (passkey === undefined || (userId !== undefined && passkey.userId !== userId))
      return this.refuse('use', 'no passkey of this user');
    // §7.2 step 6: it says whose it is, and must where we did not know.
    const handle = (response as Partial<AuthenticationResponseJSON>).response?.userHandle ?? undefined;
    const isOptional = userId !== undefined && handle === undefined;
    if (!isOptional && handle !== toUserHandle(passkey.userId).toString('base64url'))
      return this.refuse('use', 'another user handle');
    const { credentialId: id, publicKey, counter } = passkey;
    const { verifyAuthenticationResponse } = await webAuthn();
    const verified = await this.verify('use', () =>
      verifyAuthenticationResponse({
        response: response as AuthenticationResponseJSON,
        ...this.expectations(ceremony),
        credential: { id, publicKey: Uint8Array.from(publicKey), counter },
      }),
    );
    if (verified?.verified !== true) return undefined;
    const { newCounter, credentialBackedUp } = verified.authenticationInfo;
    // §6.1.1: a counter that does not move on is a sign of a copy; of two uses at once the row takes one.
    if (!(await this.store.claimUse(id, newCounter, credentialBackedUp)))
      return this.refuse('use', 'the counter did not move on');
    return { userId: passkey.userId, amr: [passkey.isSynced ? 'swk' : 'hwk', 'user', 'mfa'] };
  }

  private async findPasskey(response: unknown): Promise<Passkey | undefined> {
    const id = (response as { readonly id?: unknown } | null)?.id;
    return typeof id === 'string' && /^[\w-]{1,1400}$/.test(id) ? this.store.find(id) : undefined;
  }

  /** The challenge is claimed as it is compared: whatever comes of it, it is used. */
  private expectations({ browser, purpose }: Ceremony) {
    return {
      expectedChallenge: (challenge: string): Promise<boolean> =>
        this.store.claimChallenge({
          challengeHash: hashSecret(challenge),
          browserHash: hashCookie(browser),
          purpose,
        }),
      expectedOrigin: this.platform.env.issuer,
      expectedRPID: this.rpId,
      requireUserVerification: true,
    };
  }

  private async remember(challenge: string, { browser, purpose }: Ceremony): Promise<void> {
    await this.store.insertChallenge(
      { challengeHash: hashSecret(challenge), browserHash: hashCookie(browser), purpose },
      REAL_WORLD.now() + CHALLENGE_SECONDS * 1000,
    );
  }

  /** The library throws at whatever it does not like: all of that is a refusal, but not a database that is away. */
  private async verify<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      return this.refuse(what, error instanceof Error ? error.message : String(error));
    }
  }

  private refuse(what: string, reason: string): undefined {
    this.platform.logger.info('passkey refused', {
      ceremony: what,
      reason: reason.replaceAll(/"[^"]*"/g, '"…"'),
    });
  }
}

const toDescriptor = ({ credentialId, transports }: Passkey) => ({
  id: credentialId,
  transports: [...transports],
});

const toUserHandle = (userId: string): Buffer => Buffer.from(userId.replaceAll('-', ''), 'hex');
