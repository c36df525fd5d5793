import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '#lib/access';
import { type PublicJwk, SigningKeys } from './signing-keys.js';

const jwksSchema = z
  .object({
    keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), use: z.string(), alg: z.string() })),
  })
  .meta({ id: 'JsonWebKeySet' });

/** The public keys for whoever checks our tokens; outside the API prefix (RFC 8615). */
@ApiTags('auth')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Public keys of the access tokens (JWKS)' })
  @ApiOkResponse({ standardSchema: jwksSchema })
  async jwks(): Promise<{ keys: PublicJwk[] }> {
    return { keys: await this.keys.publicJwks() };
  }
}
