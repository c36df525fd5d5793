import type { InteriorStyleId } from './interior-styles.js';

export type WallFinish = 'paint' | 'brick' | 'panels' | 'slats' | 'wainscot' | 'plaster' | 'fans';
export type FloorFinish = 'planks' | 'chevron' | 'tiles' | 'checker' | 'concrete';
export type RugPattern = 'plain' | 'stripes' | 'diamonds' | 'medallion' | 'round' | 'fans';
export type PendantKind = 'globe' | 'cone' | 'paper' | 'chandelier' | 'sputnik' | 'rattan' | 'disc';
export type FloorLampKind = 'tripod' | 'arc' | 'classic' | 'paper' | 'industrial' | 'globe';
export type PlantKind = 'monstera' | 'fig' | 'palm' | 'olive' | 'pampas' | 'cactus' | 'lavender';
export type PictureKind = 'single' | 'pair' | 'trio' | 'gallery' | 'mirror' | 'sunburst';
export type WindowKind = 'plain' | 'grid' | 'arched' | 'panorama';
export type CurtainKind = 'sheer' | 'heavy' | 'blind' | 'none';
export type TableKind = 'round' | 'slab' | 'drum' | 'frame';

/** How a style builds and furnishes a room. Colours are lists to choose from. */
export interface InteriorRecipe {
  walls: readonly string[];
  wallFinish: WallFinish;
  ceilingFinish: 'plain' | 'beams' | 'moulding';
  floor: FloorFinish;
  floorColours: readonly string[];
  wood: string;
  metal: string;
  trim: string;
  textiles: readonly string[];
  accents: readonly string[];
  sofa: {
    arms: 'square' | 'round' | 'slim' | 'curved';
    legs: 'tapered' | 'block' | 'metal' | 'plinth';
    isTufted: boolean;
    back: number;
  };
  table: TableKind;
  pendant: PendantKind;
  floorLamp: FloorLampKind;
  rug: RugPattern;
  plants: readonly PlantKind[];
  pictures: readonly PictureKind[];
  window: WindowKind;
  curtains: CurtainKind;
}

export const interiorRecipes: Readonly<Record<InteriorStyleId, InteriorRecipe>> = {
  scandinavian: {
    walls: ['#eef0ee', '#e6ebea', '#f1ede6'],
    wallFinish: 'paint',
    ceilingFinish: 'plain',
    floor: 'planks',
    floorColours: ['#dcc6a4', '#d3b88f'],
    wood: '#d8b98a',
    metal: '#3b3f45',
    trim: '#fbfbf9',
    textiles: ['#a9b4b8', '#c9cfcf', '#8fa3a8'],
    accents: ['#e0b34c', '#5f8a8b', '#d98f7a', '#39576b'],
    sofa: { arms: 'slim', legs: 'tapered', isTufted: false, back: 0.84 },
    table: 'round',
    pendant: 'globe',
    floorLamp: 'tripod',
    rug: 'diamonds',
    plants: ['monstera', 'fig'],
    pictures: ['trio', 'gallery'],
    window: 'plain',
    curtains: 'sheer',
  },
  japandi: {
    walls: ['#e8e0d2', '#ddd3c2', '#e5ddd3'],
    wallFinish: 'slats',
    ceilingFinish: 'plain',
    floor: 'planks',
    floorColours: ['#c9a57a', '#bf9a6d'],
    wood: '#a87f55',
    metal: '#2e2b28',
    trim: '#cdb896',
    textiles: ['#d8cdb9', '#b9ae9b', '#8d8a7b'],
    accents: ['#7b8a6b', '#b5674a', '#4c4a45', '#c4a37a'],
    sofa: { arms: 'square', legs: 'plinth', isTufted: false, back: 0.68 },
    table: 'slab',
    pendant: 'paper',
    floorLamp: 'paper',
    rug: 'plain',
    plants: ['olive', 'pampas'],
    pictures: ['single', 'pair'],
    window: 'grid',
    curtains: 'blind',
  },
  loft: {
    walls: ['#a9593f', '#9c5b46', '#b06a4d'],
    wallFinish: 'brick',
    ceilingFinish: 'beams',
    floor: 'concrete',
    floorColours: ['#8d8c8a', '#7f7f7f'],
    wood: '#7a5237',
    metal: '#24272b',
    trim: '#2c2f33',
    textiles: ['#8a4f2f', '#5a4636', '#3d4a50'],
    accents: ['#d08a36', '#3f6a78', '#b8432f', '#c9b79b'],
    sofa: { arms: 'round', legs: 'block', isTufted: true, back: 0.82 },
    table: 'frame',
    pendant: 'cone',
    floorLamp: 'industrial',
    rug: 'medallion',
    plants: ['fig', 'monstera'],
    pictures: ['single', 'gallery'],
    window: 'grid',
    curtains: 'none',
  },
  classic: {
    walls: ['#d9d2c3', '#c8d0cf', '#d8c9b8'],
    wallFinish: 'panels',
    ceilingFinish: 'moulding',
    floor: 'chevron',
    floorColours: ['#b07c4c', '#a06d40'],
    wood: '#6e4228',
    metal: '#b8954f',
    trim: '#f6f1e6',
    textiles: ['#6f7f99', '#8c5a5a', '#c9b898'],
    accents: ['#a8853f', '#7a2f3a', '#3f5a4c', '#d9c9a3'],
    sofa: { arms: 'round', legs: 'tapered', isTufted: true, back: 0.96 },
    table: 'round',
    pendant: 'chandelier',
    floorLamp: 'classic',
    rug: 'medallion',
    plants: ['palm', 'olive'],
    pictures: ['pair', 'mirror'],
    window: 'plain',
    curtains: 'heavy',
  },
  boho: {
    walls: ['#f3e6d6', '#ecd8c2', '#e8d9cd'],
    wallFinish: 'paint',
    ceilingFinish: 'beams',
    floor: 'planks',
    floorColours: ['#c69a68', '#b98a58'],
    wood: '#b5824f',
    metal: '#9a7a45',
    trim: '#fbf3e6',
    textiles: ['#c9744f', '#d9b38c', '#a4574a'],
    accents: ['#2f7f7a', '#d99a3a', '#8c3f5a', '#e6c9a8'],
    sofa: { arms: 'slim', legs: 'block', isTufted: false, back: 0.76 },
    table: 'drum',
    pendant: 'rattan',
    floorLamp: 'tripod',
    rug: 'stripes',
    plants: ['monstera', 'cactus', 'pampas', 'palm'],
    pictures: ['gallery', 'sunburst'],
    window: 'plain',
    curtains: 'sheer',
  },
  midcentury: {
    walls: ['#dfe2d6', '#c9d3c8', '#e7d9c0'],
    wallFinish: 'paint',
    ceilingFinish: 'plain',
    floor: 'planks',
    floorColours: ['#b5763f', '#a66a37'],
    wood: '#96592c',
    metal: '#b88a3f',
    trim: '#f4efe2',
    textiles: ['#c2702f', '#3f7278', '#6b7a3a'],
    accents: ['#e0a52f', '#2f6f73', '#c8502f', '#3c4a3f'],
    sofa: { arms: 'slim', legs: 'tapered', isTufted: true, back: 0.8 },
    table: 'round',
    pendant: 'sputnik',
    floorLamp: 'arc',
    rug: 'round',
    plants: ['fig', 'cactus'],
    pictures: ['sunburst', 'trio'],
    window: 'panorama',
    curtains: 'sheer',
  },
  minimalism: {
    walls: ['#f2f2f0', '#e9e9e7', '#eceae6'],
    wallFinish: 'paint',
    ceilingFinish: 'plain',
    floor: 'concrete',
    floorColours: ['#cfcdc9', '#c5c3bf'],
    wood: '#cbb79b',
    metal: '#1f2124',
    trim: '#ffffff',
    textiles: ['#d9d7d2', '#8b8d90', '#3f4347'],
    accents: ['#1f2a37', '#c2452f', '#a8a49c', '#d9c27a'],
    sofa: { arms: 'square', legs: 'plinth', isTufted: false, back: 0.7 },
    table: 'slab',
    pendant: 'disc',
    floorLamp: 'arc',
    rug: 'plain',
    plants: ['olive'],
    pictures: ['single'],
    window: 'panorama',
    curtains: 'none',
  },
  'art-deco': {
    walls: ['#1f4a4d', '#27375c', '#4a2238'],
    wallFinish: 'fans',
    ceilingFinish: 'moulding',
    floor: 'checker',
    floorColours: ['#efe9dc', '#2b2b30'],
    wood: '#3d2419',
    metal: '#d0a44c',
    trim: '#d9b866',
    textiles: ['#b5793f', '#1f6f66', '#8c3558'],
    accents: ['#d9b04c', '#e8ded0', '#c2566b', '#2f8f83'],
    sofa: { arms: 'curved', legs: 'plinth', isTufted: true, back: 0.86 },
    table: 'drum',
    pendant: 'chandelier',
    floorLamp: 'globe',
    rug: 'fans',
    plants: ['palm'],
    pictures: ['sunburst', 'mirror'],
    window: 'plain',
    curtains: 'heavy',
  },
  mediterranean: {
    walls: ['#f6efe2', '#f3e4d0', '#eef0ec'],
    wallFinish: 'plaster',
    ceilingFinish: 'beams',
    floor: 'tiles',
    floorColours: ['#c97b55', '#bd6c48'],
    wood: '#8f6238',
    metal: '#3a3230',
    trim: '#3f7ea6',
    textiles: ['#f0e6d4', '#d9c3a0', '#5f93b5'],
    accents: ['#2f78a8', '#d9783f', '#e6b94c', '#5f8a5a'],
    sofa: { arms: 'square', legs: 'plinth', isTufted: false, back: 0.74 },
    table: 'slab',
    pendant: 'rattan',
    floorLamp: 'classic',
    rug: 'stripes',
    plants: ['olive', 'cactus', 'palm'],
    pictures: ['pair', 'single'],
    window: 'arched',
    curtains: 'sheer',
  },
  provence: {
    walls: ['#e9e4ee', '#e6ecdf', '#f4e9df'],
    wallFinish: 'wainscot',
    ceilingFinish: 'plain',
    floor: 'planks',
    floorColours: ['#d8c8ae', '#cdbb9f'],
    wood: '#cdbfa9',
    metal: '#8f8a80',
    trim: '#fcf9f2',
    textiles: ['#b9aed0', '#e0c9c4', '#a9bfa6'],
    accents: ['#8f7fb8', '#d99aa5', '#8faa7a', '#e6d08f'],
    sofa: { arms: 'round', legs: 'tapered', isTufted: false, back: 0.9 },
    table: 'round',
    pendant: 'chandelier',
    floorLamp: 'classic',
    rug: 'medallion',
    plants: ['lavender', 'olive'],
    pictures: ['gallery', 'mirror'],
    window: 'plain',
    curtains: 'sheer',
  },
};
