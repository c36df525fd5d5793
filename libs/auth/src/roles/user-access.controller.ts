import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Can, CurrentActor } from '#lib/access';
import { type User, userParams, type UserParams, userSchema } from '#lib/users';
import { AccountLockService } from './account-lock.service.js';
import { lockSchema, type UserLock, type UserRoles, userRolesSchema } from './role.dto.js';
import { RolesService } from './roles.service.js';

/** What staff decides about an account. */
@ApiTags('users')
@Controller('users')
export class UserAccessController {
  constructor(
    private readonly roles: RolesService,
    private readonly locks: AccountLockService,
  ) {}

  @Put(':id/roles')
  @Can('manage_user_roles')
  @ApiOperation({ summary: 'Sets the roles of a user' })
  @ApiOkResponse({ standardSchema: userSchema })
  replaceRoles(
    @CurrentActor() actor: Actor,
    @Param({ schema: userParams }) { id }: UserParams,
    @Body({ schema: userRolesSchema }) { roles }: UserRoles,
  ): Promise<User> {
    return this.roles.replaceRolesOf(actor, id, roles);
  }

  @Post(':id/lock')
  @HttpCode(200)
  @Can('lock_users')
  @ApiOperation({ summary: 'Locks an account: its tokens and sockets stop at once' })
  @ApiOkResponse({ standardSchema: userSchema })
  lock(
    @CurrentActor() actor: Actor,
    @Param({ schema: userParams }) { id }: UserParams,
    @Body({ schema: lockSchema }) { reason }: UserLock,
  ): Promise<User> {
    return this.locks.lock(actor, id, reason);
  }

  @Post(':id/unlock')
  @HttpCode(200)
  @Can('lock_users')
  @ApiOperation({ summary: 'Unlocks an account' })
  @ApiOkResponse({ standardSchema: userSchema })
  unlock(@CurrentActor() actor: Actor, @Param({ schema: userParams }) { id }: UserParams): Promise<User> {
    return this.locks.unlock(actor, id);
  }
}
