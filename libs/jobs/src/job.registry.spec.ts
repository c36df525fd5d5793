import { describe, expect, it } from '@jest/globals';
import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { JobHandler, ScheduledJob } from './job.decorator.js';
import { JobRegistry } from './job.registry.js';
import { UnknownJobError } from './jobs.errors.js';

const doNothing = async () => undefined;

async function registryOf(...providers: Type[]): Promise<JobRegistry> {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [JobRegistry, ...providers],
  }).compile();
  return module.get(JobRegistry);
}

describe('JobRegistry', () => {
  it('finds every handler, with what it leaves open filled in', async () => {
    @JobHandler({ name: 'pictures.draw', concurrency: 2, maxAttempts: undefined })
    class Draw {
      readonly handle = doNothing;
    }
    @ScheduledJob({ name: 'pictures.sweep', cron: '0 * * * *' })
    class Sweep {
      readonly handle = doNothing;
    }
    @Injectable()
    class Bystander {}
    const registry = await registryOf(Draw, Sweep, Bystander);
    expect([...registry.all().keys()]).toEqual(['pictures.draw', 'pictures.sweep']);
    const rest = { timeoutMs: 300_000, maxAttempts: 5, backoffMs: 1000 };
    expect(registry.get('pictures.draw')).toMatchObject({ concurrency: 2, cron: null, ...rest });
    expect(registry.get('pictures.sweep')).toMatchObject({ concurrency: 4, cron: '0 * * * *', ...rest });
    expect(registry.get('pictures.draw').handler).toBeInstanceOf(Draw);
  });

  it('refuses a job with two handlers, naming both', async () => {
    @JobHandler({ name: 'pictures.draw' })
    class Pencil {
      readonly handle = doNothing;
    }
    @JobHandler({ name: 'pictures.draw' })
    class Brush {
      readonly handle = doNothing;
    }
    const registry = await registryOf(Pencil, Brush);
    expect(() => registry.all()).toThrow(/'pictures\.draw' has two handlers, Pencil and Brush/);
  });

  it('refuses a handler that handles nothing', async () => {
    @JobHandler({ name: 'pictures.draw' })
    class Empty {}
    const registry = await registryOf(Empty);
    expect(() => registry.all()).toThrow(/Empty .* has no method handle/);
  });

  it.each([{ concurrency: 0 }, { timeoutMs: 1.5 }, { maxAttempts: -1 }, { backoffMs: Number.NaN }])(
    'refuses the option %p',
    async (options) => {
      @JobHandler({ name: 'pictures.draw', ...options })
      class Draw {
        readonly handle = doNothing;
      }
      const registry = await registryOf(Draw);
      expect(() => registry.all()).toThrow(
        new RegExp(`${Object.keys(options)[0]} of the job 'pictures.draw'`),
      );
    },
  );

  it('refuses a cron expression that is none', async () => {
    @ScheduledJob({ name: 'pictures.sweep', cron: 'hourly' })
    class Sweep {
      readonly handle = doNothing;
    }
    const registry = await registryOf(Sweep);
    expect(() => registry.all()).toThrow(
      "The cron expression 'hourly' of the job 'pictures.sweep' is not valid",
    );
  });

  it('knows no other names', async () => {
    const registry = await registryOf();
    expect(registry.find('pictures.draw')).toBeNull();
    expect(() => registry.get('pictures.draw')).toThrow(UnknownJobError);
  });
});
