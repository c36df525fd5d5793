import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Can } from '#lib/access';
import type { Page } from '#lib/http';
import {
  permissionPageSchema,
  type PermissionView,
  rolePageSchema,
  roleView,
  type RoleView,
} from './role.dto.js';
import { RolesService } from './roles.service.js';

/** What roles there are and what they allow. */
@ApiTags('roles')
@Can('manage_roles')
@Controller()
export class RoleController {
  constructor(private readonly roles: RolesService) {}

  @Get('roles')
  @ApiOperation({ summary: 'All roles with their permissions' })
  @ApiOkResponse({ standardSchema: rolePageSchema })
  async list(): Promise<Page<RoleView>> {
    return { items: (await this.roles.list()).map(roleView) };
  }

  @Get('permissions')
  @ApiOperation({ summary: 'All permissions' })
  @ApiOkResponse({ standardSchema: permissionPageSchema })
  async listPermissions(): Promise<Page<PermissionView>> {
    return { items: await this.roles.listPermissions() };
  }
}
