import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { Realtime } from '#lib/realtime';
import { openApiDocument } from '../../apps/api/src/docs.js';
import { type RouteEntry, routeInventory } from '../../apps/api/src/route-inventory.js';
import { type Product, startProduct } from '../support/product.js';

let product: Product;
let routes: RouteEntry[];
beforeAll(async () => {
  product = await startProduct('sqlite');
  routes = routeInventory(product.app);
});
afterAll(() => product.close());

const listed = ({ method, path, rule }: RouteEntry) =>
  `${method} ${path} ${rule === null ? 'UNLISTED' : rule.kind === 'permission' ? rule.permission : rule.kind}`;

/** Every route by name with what it demands. A new route is added here by hand, and so thought about (promise 4). */
const inventory = readFileSync(new URL('./route-inventory.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

describe('route inventory', () => {
  it('is exactly what is listed, each with its rule', () => {
    expect(routes.map(listed).sort()).toEqual(inventory);
  });

  it('would notice a route without a rule (canary)', () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get()
      read() {
        return {};
      }
    }
    const app = {
      get: () => ({
        getControllers: () => [{ metatype: ForgottenController, instance: new ForgottenController() }],
      }),
    };
    expect(routeInventory(app as never).map(listed)).toEqual(['GET /forgotten UNLISTED']);
  });

  it('answers 401 to a stranger on every route that is not public by name', async () => {
    const fake = '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e';
    for (const { method, path, rule } of routes) {
      const address = `/api/v1${path.replace(/:\w+/g, fake)}`;
      if (rule?.kind !== 'signed_in' && rule?.kind !== 'permission') continue;
      const { status } = await product.api.call(method, address, method === 'GET' ? {} : { body: {} });
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  });

  it('answers 403 to somebody without the permission on every staff route', async () => {
    const user = await product.api.aUser();
    const fake = '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e';
    const staff = routes.filter(({ rule }) => rule?.kind === 'permission');
    expect(staff.length).toBeGreaterThan(3);
    for (const { method, path } of staff) {
      const address = `/api/v1${path.replace(/:\w+/g, fake)}`;
      const { status } = await product.api.call(method, address, {
        token: user.token,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect([method, path, status]).toEqual([method, path, 403]);
    }
  });
});

describe('socket event inventory', () => {
  it('is exactly what is listed', () => {
    const events = product.app
      .get(Realtime)
      .listSocketEvents()
      .map(({ namespace, event, access }) => `${namespace} ${event} ${access}`);
    expect([...new Set(events)].sort()).toEqual(
      [
        '* auth.renew signed_in',
        '/chats chat.join signed_in',
        '/chats chat.leave signed_in',
        '/chats chat.read signed_in',
        '/chats chat.sync signed_in',
        '/chats chat.typing signed_in',
        '/chats message.delete signed_in',
        '/chats message.edit signed_in',
        '/chats message.send signed_in',
      ].sort(),
    );
  });
});

describe('OpenAPI document', () => {
  it('has every route, says which are public, and what an error looks like', () => {
    const document = openApiDocument(product.app);
    for (const { method, path, rule } of routes) {
      const unprefixed = ['/health', '/metrics', '/.well-known'].some((start) => path.startsWith(start));
      const address = (unprefixed ? path : `/api/v1${path}`).replace(/:(\w+)/g, '{$1}');
      const operation = document.paths[address]?.[method.toLowerCase() as 'get'];
      expect([method, address, operation !== undefined]).toEqual([method, address, true]);
      const isOpen = rule?.kind === 'public' || rule?.kind === 'own_check';
      expect([address, operation?.security]).toEqual([address, isOpen ? [] : undefined]);
      expect(operation?.responses.default).toBeDefined();
    }
  });

  it('loads no schema by a broken reference', () => {
    const document = openApiDocument(product.app);
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThan(10);
    for (const name of new Set(references))
      expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
  });
});
