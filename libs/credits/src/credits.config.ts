import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

/** What credits are given away by themselves. */
export const creditsConfig = defineConfig({
  name: 'credits',
  schema: z.object({
    CREDITS_SIGNUP_BONUS: z.coerce
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(20)
      .describe('credits a new account begins with'),
  }),
  derive: (values) => ({ signupBonus: values.CREDITS_SIGNUP_BONUS }),
});
export type CreditsConfig = ConfigValue<typeof creditsConfig>;
