import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, SignedIn } from '#lib/access';
import type { ErrorLanguage } from '#lib/errors';
import { type IdParams, idParams, type Page } from '#lib/http';
import { Idempotent } from '#lib/idempotency';
import {
  generationPageSchema,
  generationSchema,
  type GenerationsQuery,
  generationsQuerySchema,
  type GenerationView,
  type NewGenerationInput,
  newGenerationSchema,
} from './generation.dto.js';
import { GenerationService } from './generation.service.js';
import { RequestLanguage } from './request-language.decorator.js';

/** Asking for pictures and seeing what becomes of it (R1, R5, A7). */
@ApiTags('generation')
@Controller('generations')
@SignedIn()
export class GenerationController {
  constructor(private readonly generations: GenerationService) {}

  @Post()
  @HttpCode(202)
  @Idempotent()
  @ApiOperation({
    summary: 'Ask for pictures; the credits are reserved at once and captured when they are there',
  })
  @ApiResponse({ status: 202, standardSchema: generationSchema })
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: newGenerationSchema }) input: NewGenerationInput,
  ): Promise<GenerationView> {
    return this.generations.create(actor, input);
  }

  @Get()
  @ApiOperation({ summary: 'My generations, the newest first' })
  @ApiResponse({ status: 200, standardSchema: generationPageSchema })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: generationsQuerySchema }) query: GenerationsQuery,
    @RequestLanguage() language: ErrorLanguage,
  ): Promise<Page<GenerationView>> {
    return this.generations.list(actor, query, language);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of my generations' })
  @ApiResponse({ status: 200, standardSchema: generationSchema })
  get(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: IdParams,
    @RequestLanguage() language: ErrorLanguage,
  ): Promise<GenerationView> {
    return this.generations.get(actor, id, language);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a queued or running generation; the credits come back' })
  @ApiResponse({ status: 200, standardSchema: generationSchema })
  cancel(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: IdParams,
  ): Promise<GenerationView> {
    return this.generations.cancel(actor, id);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Idempotent()
  @ApiOperation({ summary: 'Ask for the same again after it failed or was canceled' })
  @ApiResponse({ status: 202, standardSchema: generationSchema })
  retry(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: IdParams,
  ): Promise<GenerationView> {
    return this.generations.retry(actor, id);
  }
}
