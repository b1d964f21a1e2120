import { Body, Get, Inject, Put } from '@nestjs/common';
import { type BrandDetail, UpdateBrand } from '@gatehouse/dto';
import { replaceBrand } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { findLogoPath } from '../platform/brand-facts.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { toSaidTexts } from '../platform/said-texts.js';
import { readLogo, toDataUri } from './logo.js';

/** What the end users' pages look like. */
@AdminController('brand')
export class BrandController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  get(): BrandDetail {
    const { logo, ...brand } = this.platform.snapshots.current().brand;
    return {
      ...brand,
      logoUrl: logo === null ? null : this.platform.env.issuer + findLogoPath(logo),
      logo: logo === null ? null : toDataUri(logo),
    };
  }

  /** In force on this node when the answer leaves. @throws StaleVersionError, InvalidFieldsError */
  @Put()
  async replace(@Body() body: UpdateBrand): Promise<BrandDetail> {
    await replaceBrand(this.platform.database.controlPool, body.version, {
      name: body.name ?? null,
      accent: body.accent?.toLowerCase() ?? null,
      supportUrl: body.supportUrl ?? null,
      termsUrl: body.termsUrl ?? null,
      privacyUrl: body.privacyUrl ?? null,
      texts: toSaidTexts(body.texts ?? {}),
      logo: typeof body.logo === 'string' ? readLogo(body.logo) : body.logo,
    });
    await this.platform.snapshots.refresh('brand');
    return this.get();
  }
}
