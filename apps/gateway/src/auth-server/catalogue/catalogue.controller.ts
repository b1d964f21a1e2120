import { Controller, Get, Header, Inject, Param, Query, UseFilters } from '@nestjs/common';
import { type CatalogueDetail, type CatalogueEntry, type Page, PageQuery } from '@gatehouse/dto';
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
  get(@Param('id') id: string): CatalogueDetail {
    const found = findInCatalogue(this.platform, id);
    if (found === undefined) {
      throw new InteractionProblem(404, 'Not in the catalogue', 'This API is not listed, or not any more.');
    }
    return found;
  }
}
