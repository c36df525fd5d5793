import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '#lib/access';
import { modelListSchema, styleListSchema } from './catalogue.dto.js';
import { type ListedModel, ModelCatalogue } from './model-catalogue.js';
import { type Style, StyleCatalogue } from './style-catalogue.js';

/** What can be asked for, readable without signing in. */
@ApiTags('generation')
@Controller('generation')
export class CatalogueController {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly styles: StyleCatalogue,
  ) {}

  @Get('models')
  @Public()
  @ApiOperation({ summary: 'Models with price and parameters; for each kind the first one is the default' })
  @ApiResponse({ status: 200, standardSchema: modelListSchema })
  listModels(): { items: ListedModel[] } {
    return { items: this.models.list() };
  }

  @Get('styles')
  @Public()
  @ApiOperation({ summary: 'Styles of every kind' })
  @ApiResponse({ status: 200, standardSchema: styleListSchema })
  listStyles(): { items: readonly Style[] } {
    return { items: this.styles.list() };
  }
}
