import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Can, SignedIn } from '#lib/access';
import type { Page } from '#lib/http';
import {
  type PublicUser,
  publicUserSchema,
  type User,
  userPageSchema,
  userParams,
  type UserParams,
  type UserSearch,
  userSearchSchema,
} from './user.dto.js';
import { UsersService } from './users.service.js';

/** Other people's accounts. */
@ApiTags('users')
@Controller('users')
export class UserController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Can('manage_users')
  @ApiOperation({ summary: 'Accounts by part of e-mail or name, newest first' })
  @ApiOkResponse({ standardSchema: userPageSchema })
  list(@Query({ schema: userSearchSchema }) search: UserSearch): Promise<Page<User>> {
    return this.users.list(search);
  }

  @Get(':id')
  @SignedIn()
  @ApiOperation({ summary: 'The public profile of a user' })
  @ApiOkResponse({ standardSchema: publicUserSchema })
  get(@Param({ schema: userParams }) { id }: UserParams): Promise<PublicUser> {
    return this.users.getPublic(id);
  }
}
