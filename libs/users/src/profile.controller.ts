import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, SignedIn } from '#lib/access';
import { UserViews } from './user-views.js';
import { type ProfilePatch, profilePatchSchema, type User, userSchema } from './user.dto.js';
import { UsersService } from './users.service.js';

/** The caller's own account (QA6). */
@ApiTags('profile')
@SignedIn()
@Controller('profile')
export class ProfileController {
  constructor(
    private readonly users: UsersService,
    private readonly views: UserViews,
  ) {}

  @Get('me')
  @ApiOperation({ summary: 'The signed-in user, with roles, permissions and spendable credits' })
  @ApiOkResponse({ standardSchema: userSchema })
  me(@CurrentActor() actor: Actor): Promise<User> {
    return this.views.full(actor.userId);
  }

  @Patch()
  @ApiOperation({ summary: 'Changes the profile; absent fields stay, null clears' })
  @ApiOkResponse({ standardSchema: userSchema })
  update(
    @CurrentActor() actor: Actor,
    @Body({ schema: profilePatchSchema }) patch: ProfilePatch,
  ): Promise<User> {
    return this.users.updateProfile(actor, patch);
  }
}
