import { z } from 'zod';
import { ConfigProblem, type ConfigValue, defineConfig } from '#lib/config';

const positive = z.coerce.number().int().min(1);

/** What one user and one address may do over sockets. */
export const realtimeConfig = defineConfig({
  name: 'realtime',
  schema: z.object({
    SOCKET_EVENTS_PER_SECOND: positive
      .max(10_000)
      .default(20)
      .describe('events a second one user may send over all sockets; bursts of twice as many pass'),
    SOCKET_MAX_PER_ADDRESS: positive
      .max(1_000_000)
      .default(200)
      .describe('connections one address may hold open (an IPv6 /64 counts as one address)'),
    RATE_LIMITS: z
      .enum(['on', 'off'])
      .default('on')
      .describe('off lifts every rate limit and cap; refused in production'),
  }),
  derive: (values, { isProduction }) => {
    const areLimitsOn = values.RATE_LIMITS === 'on';
    if (isProduction && !areLimitsOn) throw new ConfigProblem('RATE_LIMITS', 'must be on in production');
    return {
      areLimitsOn,
      eventsPerSecond: values.SOCKET_EVENTS_PER_SECOND,
      maxPerAddress: values.SOCKET_MAX_PER_ADDRESS,
    };
  },
});
export type RealtimeConfig = ConfigValue<typeof realtimeConfig>;
