import { z } from 'zod';
import { generationKinds, imageKinds } from '../generation-kind.js';

const bilingual = z.object({ ru: z.string(), en: z.string() });

/** A model in `GET /generation/models`. */
export const modelSchema = z
  .object({
    id: z.string(),
    title: bilingual,
    provider: z.string(),
    kinds: z.array(z.enum(generationKinds)),
    credits: z.int().describe('Price of one image'),
    available: z.boolean(),
    params: z.record(z.string(), z.unknown()).describe('JSON Schema of `params`'),
    aliasOf: z.string().optional().describe('The model this name stands for'),
  })
  .meta({ id: 'GenerationModel' });

/** A style in `GET /generation/styles`. */
export const styleSchema = z
  .object({ id: z.string(), kind: z.enum(imageKinds), title: bilingual, description: bilingual })
  .meta({ id: 'GenerationStyle' });

export const modelListSchema = z.object({ items: z.array(modelSchema) }).meta({ id: 'GenerationModelList' });
export const styleListSchema = z.object({ items: z.array(styleSchema) }).meta({ id: 'GenerationStyleList' });
