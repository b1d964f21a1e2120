import { Body, Get, Inject, Patch } from '@nestjs/common';
import { type SettingsDetail, type SystemFacts, UpdateSettings } from '@gatehouse/dto';
import { changeSettings, findDatabaseVersion } from '@gatehouse/persistence';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { ReceiptsService } from '../nodes/receipts.service.js';
import { license, version } from '../platform/node-facts.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { checkChanges } from './setting-changes.js';
import { toSettingDetails } from './setting-details.js';

/** How this node is set up, and what of it can be changed while it runs. */
@AdminController('settings')
export class SettingsController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(ReceiptsService) private readonly receipts: ReceiptsService,
  ) {}

  @Get()
  async get(): Promise<SettingsDetail> {
    const { env, snapshots } = this.platform;
    const { settings } = snapshots.current();
    return {
      version: settings.version,
      items: toSettingDetails(env.said, settings),
      system: await this.describeSystem(),
    };
  }

  /** In force on this node when the answer leaves. @throws ProblemError 403, InvalidFieldsError, StaleVersionError */
  @Patch()
  async update(@CallerParam() caller: Caller, @Body() body: UpdateSettings): Promise<SettingsDetail> {
    await this.callers.checkIsAdmin(caller, 'only-admins-change-settings');
    const { database, env, snapshots } = this.platform;
    const changes = checkChanges(body.values, env.said);
    await changeSettings(database.controlPool, body.version, changes);
    await snapshots.refresh('settings');
    return this.get();
  }

  private async describeSystem(): Promise<SystemFacts> {
    const [nodes, database] = await Promise.all([
      this.receipts.listNodes(),
      findDatabaseVersion(this.platform.database.controlPool),
    ]);
    const own = nodes.items.find(({ isThis }) => isThis);
    return {
      version,
      license,
      nodeName: own?.name ?? '',
      startedAt: own?.startedAt ?? new Date(Date.now() - process.uptime() * 1000).toISOString(),
      nodes: nodes.items.filter(({ state }) => state !== 'silent').length,
      database,
      runtime: `Node.js ${process.versions.node}`,
    };
  }
}
