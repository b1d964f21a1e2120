import { Controller, Get, Header, Inject, Param, Query, Req, UseFilters } from '@nestjs/common';
import { type CatalogueDetail, type CatalogueEntry, type Page, PageQuery } from '@gatehouse/dto';
import type { Request } from 'express';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { findInCatalogue, listCatalogue } from './catalogue.js';

/** The JSON API of the catalogue, where client developers find out which APIs there are. For anybody. */
@Controller('catalogue/apis')
@UseFilters(InteractionFilter)
export class CatalogueController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @Header('Cache-Control', 'no-cache')
  list(@Query() query: PageQuery): Page<CatalogueEntry> {
    return listCatalogue(this.platform, query);
  }

  @Get(':id')
  @Header('Cache-Control', 'no-cache')
  get(@Param('id') id: string, @Req() request: Request): CatalogueDetail {
    const found = findInCatalogue(this.platform, id, chooseLanguage(request));
    if (found === undefined) {
      throw new InteractionProblem('not-in-catalogue');
    }
    return found;
  }
}
