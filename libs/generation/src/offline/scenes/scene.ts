import type { Prng } from '../prng.js';
import type { DayTime, PromptWords, Season, Weather } from '../prompt-words.js';
import type { SvgSheet } from '../svg-sheet.js';

/** What a scene is asked to draw. The sheet's shorter side is 1000 units; its longer side at most 3000. */
export interface SceneBrief {
  random: Prng;
  words: PromptWords;
  dayTime: DayTime;
  season: Season;
  weather?: Weather;
  /** First colour named in the prompt, if any: the scene leans towards it. */
  accent?: string;
}

export type DrawScene = (sheet: SvgSheet, brief: SceneBrief) => void;
