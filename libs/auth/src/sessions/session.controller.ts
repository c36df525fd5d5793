import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, SignedIn } from '#lib/access';
import type { Page } from '#lib/http';
import {
  sessionPageSchema,
  sessionParams,
  type SessionParams,
  sessionView,
  type SessionView,
} from './session.dto.js';
import { SessionService } from './session.service.js';

/** The caller's signed-in devices (R11). */
@ApiTags('auth')
@SignedIn()
@Controller('auth/sessions')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  @ApiOperation({ summary: 'Living sessions, last used first' })
  @ApiOkResponse({ standardSchema: sessionPageSchema })
  async list(@CurrentActor() actor: Actor): Promise<Page<SessionView>> {
    const sessions = await this.sessions.list(actor);
    return { items: sessions.map((session) => sessionView(session, actor.sessionId)) };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends all other sessions' })
  @ApiNoContentResponse()
  endOthers(@CurrentActor() actor: Actor): Promise<void> {
    return this.sessions.endOthers(actor);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends one session' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Actor, @Param({ schema: sessionParams }) { id }: SessionParams): Promise<void> {
    return this.sessions.endOwn(actor, id);
  }
}
