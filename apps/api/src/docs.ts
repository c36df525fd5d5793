import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from '#lib/http';
import { type RouteEntry, routeInventory } from './route-inventory.js';

const DOCS_PATH = 'docs';
const docsPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & Record<string, unknown>;

/** Serves the OpenAPI 3.1 document at `/api/openapi.json` and its page at `/docs`, without loading anything from another host. */
export function setUpDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url === `/${DOCS_PATH}` || request.url.startsWith(`/${DOCS_PATH}/`)) {
      reply.header('content-security-policy', docsPolicy);
    }
    done();
  });
  // A factory: the document is built when somebody first asks for it, not at every start.
  SwaggerModule.setup(DOCS_PATH, app, () => openApiDocument(app), {
    raw: ['json'],
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Kvartal API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true, validatorUrl: null },
  });
}

/** The document made from routes and zod schemas. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kvartal')
    .setDescription(
      'The self-hosted backend for apps that send people into the city. Errors are RFC 9457 problems.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller}_${method}`,
  });
  const components = (document.components ??= {});
  (components.schemas ??= {}).Problem = problemJsonSchema();
  const routes = new Map(routeInventory(app).map((route) => [route.operationId, route]));
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as Operation[]) {
      if (operation.operationId) describeAccess(operation, routes.get(operation.operationId));
    }
  }
  return document;
}

function describeAccess(operation: Operation, route: RouteEntry | undefined): void {
  const rule = route?.rule;
  if (rule?.kind === 'public' || rule?.kind === 'own_check') operation.security = [];
  if (rule?.kind === 'permission') operation['x-permission'] = rule.permission;
  operation.responses.default = {
    description: 'Error',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function problemJsonSchema(): object {
  const { $schema: _, id: __, ...schema } = z.toJSONSchema(problemSchema) as Record<string, unknown>;
  return schema;
}
