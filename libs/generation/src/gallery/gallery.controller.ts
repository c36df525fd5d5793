import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, SignedIn } from '#lib/access';
import { type IdParams, idParams } from '#lib/http';
import {
  type GalleryState,
  galleryStateSchema,
  type SavedGalleryState,
  savedGalleryStateSchema,
} from './gallery-state.dto.js';
import { GalleryStateService } from './gallery-state.service.js';
import type { JsonText } from './gallery-item.json.js';
import {
  galleryItemSchema,
  type GalleryItemView,
  galleryPageSchema,
  type GalleryPageView,
  type GalleryPatch,
  galleryPatchSchema,
  type GalleryQuery,
  galleryQuerySchema,
  type GalleryStats,
  galleryStatsSchema,
} from './gallery.dto.js';
import { GalleryService } from './gallery.service.js';

/** For answers that are JSON text already. */
const JSON_TYPE = 'application/json; charset=utf-8';

/** The caller's own pictures (I-2 to I-6). */
@ApiTags('gallery')
@Controller('gallery')
@SignedIn()
export class GalleryController {
  constructor(
    private readonly gallery: GalleryService,
    private readonly states: GalleryStateService,
  ) {}

  @Get()
  @Header('content-type', JSON_TYPE)
  @ApiOperation({ summary: 'A page of my pictures, and the exact number of all that pass the filters' })
  @ApiResponse({ status: 200, standardSchema: galleryPageSchema })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: galleryQuerySchema }) query: GalleryQuery,
  ): Promise<JsonText<GalleryPageView>> {
    return this.gallery.list(actor, query);
  }

  @Get('stats')
  @ApiOperation({ summary: 'How many pictures I have, by type' })
  @ApiResponse({ status: 200, standardSchema: galleryStatsSchema })
  stats(@CurrentActor() actor: Actor): Promise<GalleryStats> {
    return this.gallery.stats(actor);
  }

  @Get('state')
  @ApiOperation({ summary: 'The filters and position I left the gallery with' })
  @ApiResponse({ status: 200, standardSchema: savedGalleryStateSchema })
  state(@CurrentActor() actor: Actor): Promise<SavedGalleryState> {
    return this.states.get(actor);
  }

  @Put('state')
  @ApiOperation({ summary: 'Save filters and position for all my devices' })
  @ApiResponse({ status: 200, standardSchema: savedGalleryStateSchema })
  saveState(
    @CurrentActor() actor: Actor,
    @Body({ schema: galleryStateSchema }) state: GalleryState,
  ): Promise<SavedGalleryState> {
    return this.states.save(actor, state);
  }

  @Delete('state')
  @HttpCode(204)
  @ApiOperation({ summary: 'Reset filters and position' })
  @ApiResponse({ status: 204 })
  resetState(@CurrentActor() actor: Actor): Promise<void> {
    return this.states.reset(actor);
  }

  @Get(':id')
  @Header('content-type', JSON_TYPE)
  @ApiOperation({ summary: 'One of my pictures' })
  @ApiResponse({ status: 200, standardSchema: galleryItemSchema })
  get(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: IdParams,
  ): Promise<JsonText<GalleryItemView>> {
    return this.gallery.get(actor, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change title or tags' })
  @ApiResponse({ status: 200, standardSchema: galleryItemSchema })
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: galleryPatchSchema }) patch: GalleryPatch,
  ): Promise<GalleryItemView> {
    return this.gallery.update(actor, id, patch);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a picture and its file' })
  @ApiResponse({ status: 204 })
  remove(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: IdParams): Promise<void> {
    return this.gallery.remove(actor, id);
  }

  @Put(':id/favourite')
  @HttpCode(204)
  @ApiOperation({ summary: 'Make it a favourite; again is fine' })
  @ApiResponse({ status: 204 })
  addFavourite(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: IdParams): Promise<void> {
    return this.gallery.setFavourite(actor, id, true);
  }

  @Delete(':id/favourite')
  @HttpCode(204)
  @ApiOperation({ summary: 'No favourite any more; again is fine' })
  @ApiResponse({ status: 204 })
  removeFavourite(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: IdParams,
  ): Promise<void> {
    return this.gallery.setFavourite(actor, id, false);
  }
}
