import { atLightness, chromaOf, hueOf, lightnessOf, mix, oklch, tint } from '../colour.js';
import type { Prng } from '../prng.js';
import type { PromptWords } from '../prompt-words.js';
import type { InteriorRecipe } from './interior-recipes.js';

/** The chosen colours of one room. */
export interface InteriorScheme {
  wall: string;
  floor: readonly [string, string];
  ceiling: string;
  wood: string;
  metal: string;
  trim: string;
  sofa: string;
  /** Four colours for cushions, rug, pictures and curtains. */
  accents: readonly [string, string, string, string];
}

/** Mixes the recipe's colours with those of a photo and those named in the prompt, which win. */
export function schemeOf(
  recipe: InteriorRecipe,
  random: Prng,
  words: PromptWords,
  photo: readonly string[],
): InteriorScheme {
  const accents = random.shuffled(recipe.accents);
  let wall = random.pick(recipe.walls);
  let sofa = random.pick(recipe.textiles);
  const lively = photo.filter((colour) => chromaOf(colour) > 0.03);
  if (photo.length > 0) {
    const leading = lively.length > 0 ? lively : photo;
    leading.slice(0, 4).forEach((colour, index) => (accents[index] = furnishing(colour)));
    sofa = furnishing(leading[0] ?? sofa);
    const brightest = photo.reduce((best, colour) =>
      lightnessOf(colour) > lightnessOf(best) ? colour : best,
    );
    wall = mix(wall, atLightness(brightest, lightnessOf(wall)), 0.55);
  }
  const [named, second] = words.colours;
  if (named) {
    sofa = furnishing(named);
    accents[0] = second ? furnishing(second) : furnishing(named);
    accents[1] = mix(furnishing(named), recipe.trim, 0.45);
    wall = tint(wall, named, chromaOf(named) > 0.02 ? 0.22 : 0);
  }
  const [first = sofa, next = sofa, third = sofa, fourth = sofa] = accents;
  return {
    wall,
    floor: [recipe.floorColours[0] ?? recipe.wood, recipe.floorColours[1] ?? recipe.wood],
    ceiling: mix(recipe.wallFinish === 'fans' ? mix(wall, '#f4ecdc', 0.7) : '#fbfaf6', wall, 0.22),
    wood: recipe.wood,
    metal: recipe.metal,
    trim: recipe.trim,
    sofa,
    accents: [first, next, third, fourth],
  };
}

/** A colour as a dyed fabric would have it: neither black nor glaring. */
function furnishing(colour: string): string {
  const lightness = Math.min(0.86, Math.max(0.34, lightnessOf(colour)));
  return oklch(lightness, Math.min(0.15, chromaOf(colour)), hueOf(colour));
}
