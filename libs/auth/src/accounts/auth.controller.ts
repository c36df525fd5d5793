import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Actor, CurrentActor, Public, SignedIn } from '#lib/access';
import type { UserLocale } from '#lib/users';
import type { ClientInfo } from '../sessions/session.service.js';
import {
  type Login,
  loginSchema,
  type PasswordChange,
  passwordChangeSchema,
  type Refresh,
  refreshSchema,
  type Registration,
  registerSchema,
  type SignedInAnswer,
  signedInSchema,
  type Tokens,
  tokensSchema,
} from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { Client, PreferredLocale } from './client-info.decorator.js';

/** Signing up, in and out (QA1). */
@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('register')
  @Public()
  @ApiOperation({ summary: 'Makes an account and signs it in' })
  @ApiCreatedResponse({ standardSchema: signedInSchema })
  register(
    @Body({ schema: registerSchema }) registration: Registration,
    @PreferredLocale() locale: UserLocale,
    @Client() client: ClientInfo,
  ): Promise<SignedInAnswer> {
    return this.auth.register({ ...registration, locale }, client);
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Signs in' })
  @ApiOkResponse({ standardSchema: signedInSchema })
  login(@Body({ schema: loginSchema }) login: Login, @Client() client: ClientInfo): Promise<SignedInAnswer> {
    return this.auth.login(login, client);
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'New tokens for a refresh token, which is used up by it' })
  @ApiOkResponse({ standardSchema: tokensSchema })
  refresh(@Body({ schema: refreshSchema }) { refreshToken }: Refresh): Promise<Tokens> {
    return this.auth.refresh(refreshToken);
  }

  @Post('logout')
  @HttpCode(204)
  @SignedIn()
  @ApiOperation({ summary: 'Ends this session: its access and refresh tokens are dead at once' })
  @ApiNoContentResponse()
  logout(@CurrentActor() actor: Actor): Promise<void> {
    return this.auth.logout(actor);
  }

  @Post('password/change')
  @HttpCode(204)
  @SignedIn()
  @ApiOperation({ summary: 'Changes the password and ends all other sessions' })
  @ApiNoContentResponse()
  changePassword(
    @CurrentActor() actor: Actor,
    @Body({ schema: passwordChangeSchema }) change: PasswordChange,
  ): Promise<void> {
    return this.auth.changePassword(actor, change);
  }
}
