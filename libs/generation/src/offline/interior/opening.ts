import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';

/** Width and height of the window opening on the back wall, in metres. */
export interface Opening {
  x: readonly [number, number];
  y: readonly [number, number];
}

/** The opening that suits the style, left of `right`. */
export function openingFor(recipe: InteriorRecipe, view: RoomView, right: number): Opening {
  const left = -view.half + (recipe.window === 'panorama' ? 0.12 : 0.34);
  const low = recipe.window === 'panorama' ? 0.1 : recipe.window === 'grid' ? 0.45 : 0.62;
  const high = recipe.window === 'arched' ? 2.1 : 2.36;
  return { x: [left, Math.min(right, left + (recipe.window === 'panorama' ? 2.1 : 1.5))], y: [low, high] };
}
