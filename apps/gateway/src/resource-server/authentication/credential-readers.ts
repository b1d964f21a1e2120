import type { IncomingMessage } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ClientCertificate } from '@gatehouse/oauth-core';
import { recordApiKeyUses } from '@gatehouse/persistence';
import { createCertificateReader } from '../../platform/client-certificate.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { OutsideTokens } from './outside/outside-tokens.js';

const WRITE_MS = 10_000;

/** What the authentication of calls needs of this node. */
@Injectable()
export class CredentialReaders implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly readCertificate: (request: IncomingMessage) => ClientCertificate | undefined;
  readonly outsideTokens: Pick<OutsideTokens, 'findRemembered' | 'judge'>;
  private uses = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.readCertificate = createCertificateReader(platform.env);
    this.outsideTokens = new OutsideTokens(platform);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.writeUses(), WRITE_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writeUses();
  }

  /** Written down later, for many calls together: no call waits for it. */
  noteKeyUse(keyId: string): void {
    this.uses.set(keyId, Date.now());
  }

  private async writeUses(): Promise<void> {
    if (this.uses.size === 0) return;
    const due = this.uses;
    this.uses = new Map();
    try {
      await recordApiKeyUses(this.platform.database.pool, due);
    } catch (error) {
      this.platform.logger.warn('when API keys were used could not be written down', { error });
      // Next time; what was used since is newer.
      this.uses = new Map([...due, ...this.uses]);
    }
  }
}
