import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { emptyFolder, freePort, ProductProcess } from '../support/product-process.js';

let folder: string;
let processes: ProductProcess[];
beforeEach(() => {
  folder = emptyFolder();
  processes = [];
});
afterEach(async () => {
  for (const each of processes) await each.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function aProcess(environment: Record<string, string> = {}): Promise<ProductProcess> {
  const product = await ProductProcess.on(folder, environment);
  processes.push(product);
  return product;
}

describe('a process that is told to end', () => {
  it('answers the request that is under way, and takes no other', async () => {
    const product = await (await aProcess()).start();
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'a bridge in the fog' });
    const client = connect(product.port, '127.0.0.1');
    const answer = text(client);
    await once(client, 'connect');
    client.write(
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
    );
    await product.waitUntil(
      async () => (await product.statusOf('/health/live')) === 200,
      'a turn of the loop',
    );
    const ended = product.end();
    await product.waitUntil(
      async () => (await product.statusOf('/health/live')) === null,
      'the end of taking requests',
    );
    client.write(body.slice(10));
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it('ends well although its database never came', async () => {
    const product = await aProcess({ DATABASE_URL: `postgres://kvartal@127.0.0.1:${await freePort()}/none` });
    product.launch();
    await product.waitUntil(async () => (await product.statusOf('/health/live')) === 200, 'life');
    expect(await product.statusOf('/health/ready')).toBe(503);
    expect(await product.end()).toEqual({ code: 0, signal: null });
  });
});

describe('APP_ROLE', () => {
  it('parts serving from running jobs: api takes the wish, worker draws it and serves probes alone', async () => {
    const api = await (await aProcess({ APP_ROLE: 'api' })).start();
    const client = new Api(api.baseUrl);
    const user = await client.aUser();
    const { body } = await client.post<{ id: string }>(
      '/api/v1/generations',
      { kind: 'avatar', prompt: 'a walker' },
      user.token,
    );
    const worker = await (await aProcess({ APP_ROLE: 'worker' })).start();
    await worker.waitUntil(async () => {
      const generation = await client.get<{ status: string }>(`/api/v1/generations/${body.id}`, user.token);
      return generation.body.status === 'succeeded';
    }, 'the picture');
    expect(await worker.statusOf('/metrics')).toBe(200);
    expect(await worker.statusOf('/api/v1/generation/models')).toBe(404);
    expect(await api.statusOf('/api/v1/generation/models')).toBe(200);
  });
});
