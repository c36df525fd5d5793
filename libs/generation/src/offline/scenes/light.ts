import { mix, tint } from '../colour.js';
import type { DayTime } from '../prompt-words.js';
import type { SceneBrief } from './scene.js';

/** The colours that the hour, the weather and the prompt's colour give to a landscape. */
export interface SceneLight {
  dayTime: DayTime;
  /** Sky from the zenith to the horizon, four colours. */
  sky: readonly [string, string, string, string];
  /** What far things fade into. */
  haze: string;
  /** Sun or moon. */
  orb: string;
  glow: string;
  /** Near silhouettes. */
  ink: string;
  /** Cloud colours: lit side and shaded side. */
  cloudLit: string;
  cloudShade: string;
  /** Lamps and windows are on. */
  isLit: boolean;
}

type LightRecipe = Omit<SceneLight, 'dayTime' | 'isLit'>;

const recipes: Readonly<Record<DayTime, readonly LightRecipe[]>> = {
  dawn: [
    {
      sky: ['#41578f', '#8a8fbf', '#f0b9b5', '#fde4c0'],
      haze: '#f3cdbd',
      orb: '#fff3d6',
      glow: '#ffd9a0',
      ink: '#2f3358',
      cloudLit: '#ffe6d5',
      cloudShade: '#c79bb5',
    },
    {
      sky: ['#3f7396', '#86b3c4', '#f2d3b3', '#ffe9c9'],
      haze: '#f0d8c0',
      orb: '#fff6dd',
      glow: '#ffe2a8',
      ink: '#274154',
      cloudLit: '#fff0dc',
      cloudShade: '#b9b3c0',
    },
  ],
  day: [
    {
      sky: ['#3d8fd1', '#77b9e6', '#b5dcf2', '#e8f4f5'],
      haze: '#d5e8f0',
      orb: '#fffbe8',
      glow: '#fff4cf',
      ink: '#2b4257',
      cloudLit: '#ffffff',
      cloudShade: '#c3d7e6',
    },
    {
      sky: ['#4c9fc4', '#8cc7d6', '#c6e4df', '#f4f1dd'],
      haze: '#dfeae2',
      orb: '#fffdf0',
      glow: '#fff1c2',
      ink: '#2c4a55',
      cloudLit: '#fffef8',
      cloudShade: '#c5d9d8',
    },
  ],
  dusk: [
    {
      sky: ['#262150', '#6b3a7d', '#d9607a', '#ffb672'],
      haze: '#ee9079',
      orb: '#fff0c4',
      glow: '#ffb45c',
      ink: '#1d1737',
      cloudLit: '#ff9f7d',
      cloudShade: '#8c4a7e',
    },
    {
      sky: ['#1d2f57', '#4a5a8c', '#c9829a', '#ffcf9a'],
      haze: '#dba59f',
      orb: '#fff2d0',
      glow: '#ffc27d',
      ink: '#1a2342',
      cloudLit: '#ffc3a6',
      cloudShade: '#7a6a98',
    },
    {
      sky: ['#43204f', '#97395f', '#ec6b4f', '#ffc862'],
      haze: '#f08a5c',
      orb: '#fff4c9',
      glow: '#ffc04f',
      ink: '#2a1233',
      cloudLit: '#ffb26b',
      cloudShade: '#a8466a',
    },
  ],
  night: [
    {
      sky: ['#070c22', '#101c42', '#233a6e', '#4a659c'],
      haze: '#3c5488',
      orb: '#f6f1dc',
      glow: '#b9cdf5',
      ink: '#060a1a',
      cloudLit: '#3d5489',
      cloudShade: '#1b2a54',
    },
    {
      sky: ['#0b0a26', '#1d1748', '#3e2b72', '#77519a'],
      haze: '#5d4389',
      orb: '#fdf0dd',
      glow: '#d6b9f0',
      ink: '#0a0820',
      cloudLit: '#5a4290',
      cloudShade: '#2a1f56',
    },
    {
      sky: ['#04141f', '#0a2b3b', '#17505f', '#3f8287'],
      haze: '#2f6c75',
      orb: '#f4f6e2',
      glow: '#b5ead9',
      ink: '#041019',
      cloudLit: '#2f6b75',
      cloudShade: '#103a49',
    },
  ],
};

/** The light of a scene. Weather greys it, a colour word tints it. */
export function lightOf(brief: SceneBrief): SceneLight {
  const recipe = brief.random.pick(recipes[brief.dayTime]);
  const isDark = brief.dayTime === 'night';
  const veil = isDark ? '#3a4763' : '#c3ccd4';
  const greying = brief.weather === 'fog' ? 0.5 : brief.weather ? 0.42 : 0;
  const tuned = (colour: string): string => {
    const grey = greying > 0 ? mix(colour, veil, greying) : colour;
    return brief.accent ? tint(grey, brief.accent, 0.55) : grey;
  };
  const [zenith, upper, lower, horizon] = recipe.sky;
  return {
    dayTime: brief.dayTime,
    sky: [tuned(zenith), tuned(upper), tuned(lower), tuned(horizon)],
    haze: tuned(recipe.haze),
    orb: recipe.orb,
    glow: brief.accent ? tint(recipe.glow, brief.accent, 0.3) : recipe.glow,
    ink: tuned(recipe.ink),
    cloudLit: tuned(recipe.cloudLit),
    cloudShade: tuned(recipe.cloudShade),
    isLit: brief.dayTime === 'night' || brief.dayTime === 'dusk',
  };
}

/** A local colour as this light shows it at a distance from 0 (at hand) to 1 (at the horizon). */
export function inLight(light: SceneLight, local: string, distance: number): string {
  const dimming = { dawn: 0.18, day: 0.04, dusk: 0.34, night: 0.72 }[light.dayTime];
  const ambient = mix(light.ink, light.sky[light.dayTime === 'night' ? 2 : 1], 0.5);
  return mix(mix(local, ambient, dimming), light.haze, distance);
}
