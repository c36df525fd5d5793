import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import {
  type ArtKind,
  type ArtStyle,
  avatarStyles,
  imageScenes,
  interiorStyles,
  type OfflineArtRequest,
  OfflineArtSourceError,
  renderOfflineArt,
  transferStyles,
} from './offline-art.js';
import { meanColour, twoColourPhoto } from './offline-art.fixture.js';

const photo = await twoColourPhoto('#d8402f', '#2f3f8f');
const styles: readonly ArtStyle[] = [...avatarStyles, ...imageScenes, ...interiorStyles, ...transferStyles];
const kinds: readonly ArtKind[] = ['avatar', 'image', 'interior', 'style_transfer'];

function aRequest(overrides: Partial<OfflineArtRequest> = {}): OfflineArtRequest {
  return {
    kind: 'image',
    prompt: 'ночной город у реки',
    seed: 42,
    width: 128,
    height: 128,
    source: photo,
    ...overrides,
  };
}

describe('the style lists', () => {
  it('name every style in both languages, with ids that are unique in their kind', () => {
    expect(new Set(styles.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(styles.length);
    for (const { id, title, description } of styles) {
      expect(id).toMatch(/^[a-z][a-z-]*$/);
      for (const text of [title.ru, description.ru]) expect(text).toMatch(/[а-яё]/i);
      for (const text of [title.en, description.en]) expect(text).toMatch(/^[A-Z][^а-яё]+$/i);
    }
  });

  it('offer at least eight styles of each kind', () => {
    for (const kind of kinds)
      expect(styles.filter((style) => style.kind === kind).length).toBeGreaterThanOrEqual(8);
  });
});

describe('renderOfflineArt', () => {
  it.each(styles.map(({ kind, id }) => [kind, id] as const))(
    'draws %s %s as a PNG of the size asked for',
    async (kind, style) => {
      const { png, width, height, algorithm } = await renderOfflineArt(
        aRequest({ kind, style, width: 160, height: 112 }),
      );
      expect(algorithm).toMatch(new RegExp(`^(dicebear|kvartal(-[a-z]+)?)/${style}$`));
      expect({ width, height }).toEqual({ width: 160, height: 112 });
      const { format, channels, depth, ...size } = await sharp(png).metadata();
      expect({ format, channels, depth, width: size.width, height: size.height }).toEqual({
        format: 'png',
        channels: 3,
        depth: 'uchar',
        width: 160,
        height: 112,
      });
      const { entropy } = await sharp(png).stats();
      expect(entropy).toBeGreaterThan(1);
    },
  );

  it.each(kinds)('gives the same bytes for the same %s', async (kind) => {
    const [first, second] = await Promise.all([
      renderOfflineArt(aRequest({ kind })),
      renderOfflineArt(aRequest({ kind })),
    ]);
    expect(first.png.equals(second.png)).toBe(true);
    expect(first.algorithm).toBe(second.algorithm);
  });

  it.each(['avatar', 'image', 'interior'] as const)(
    'varies the %s with the seed and with the prompt',
    async (kind) => {
      const pictures = await Promise.all([
        renderOfflineArt(aRequest({ kind, prompt: 'кот', seed: 1 })),
        renderOfflineArt(aRequest({ kind, prompt: 'кот', seed: 2 })),
        renderOfflineArt(aRequest({ kind, prompt: 'пёс', seed: 1 })),
      ]);
      expect(new Set(pictures.map(({ png }) => png.toString('base64'))).size).toBe(3);
    },
  );

  it.each([0, 1, 2 ** 32 - 1, -1, 2 ** 40, 0.5, Number.NaN])('takes the seed %d', async (seed) => {
    const { png } = await renderOfflineArt(aRequest({ kind: 'avatar', seed }));
    expect((await sharp(png).metadata()).width).toBe(128);
  });

  it.each([
    ['markup', '</svg><script>alert(1)</script><image href="file:///etc/passwd"/>'],
    ['entities', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;'],
    ['10,000 characters', 'город '.repeat(1700)],
    ['one word of 10,000 characters', 'я'.repeat(10_000)],
    ['emoji', '👩‍🚀🏙️🇷🇺 🌃'],
    ['right to left', 'مدينة في الليل \u202eтекст עיר'],
    ['null bytes and control characters', '\u0000го\u0001род\u0000\u001b[31m\r\n'],
    ['lone surrogates', '\ud800\udfff\ud83d'],
    ['nothing', ''],
    ['names of object members', '__proto__ constructor toString hasOwnProperty'],
  ])('survives a prompt with %s', async (_what, prompt) => {
    for (const kind of kinds) {
      const { png } = await renderOfflineArt(
        aRequest({ kind, prompt, style: prompt.slice(0, 50), width: 64, height: 64 }),
      );
      expect((await sharp(png).metadata()).format).toBe('png');
    }
  });

  it.each([
    [64, 2048],
    [2048, 64],
    [64, 64],
    [331, 250],
  ])('draws %d x %d', async (width, height) => {
    for (const kind of kinds) {
      const { png } = await renderOfflineArt(aRequest({ kind, width, height }));
      const size = await sharp(png).metadata();
      expect([size.width, size.height]).toEqual([width, height]);
    }
  });

  it.each([63, 2049, 100.5, Number.NaN, 0, -64, Infinity])('refuses a side of %d', async (side) => {
    await expect(renderOfflineArt(aRequest({ width: side }))).rejects.toThrow(RangeError);
    await expect(renderOfflineArt(aRequest({ height: side }))).rejects.toThrow(RangeError);
  });

  it('takes an unknown style as words of the prompt', async () => {
    const { algorithm } = await renderOfflineArt(aRequest({ prompt: 'тихо', style: 'winter forest' }));
    expect(algorithm).toBe('kvartal/forest');
  });
});

describe('the words of a prompt', () => {
  it.each([
    ['image', 'Карта старого города', 'kvartal/city-plan'],
    ['image', 'изометрический город ночью', 'kvartal/isometric-quarter'],
    ['image', 'abstract poster, red and blue', 'kvartal/poster'],
    ['image', 'вечерний город', 'kvartal/city-skyline'],
    ['image', 'мост через реку', 'kvartal/river-bridge'],
    ['image', 'осень в парке', 'kvartal/park'],
    ['image', 'snowy mountains', 'kvartal/mountains'],
    ['image', 'море, маяк', 'kvartal/sea'],
    ['image', 'хижина в лесу', 'kvartal/forest'],
    ['image', 'узкая улочка с кафе', 'kvartal/townhouses'],
    ['avatar', 'весёлый робот', 'dicebear/voxel-bot'],
    ['avatar', 'pixel hero', 'dicebear/pixel-art'],
    ['interior', 'спальня в скандинавском стиле', 'kvartal-interior/scandinavian'],
    ['interior', 'industrial brick study', 'kvartal-interior/loft'],
    ['style_transfer', 'как акварель', 'kvartal-transfer/watercolour'],
  ] as const)('choose for %s %j: %s', async (kind, prompt, algorithm) => {
    expect((await renderOfflineArt(aRequest({ kind, prompt, width: 64, height: 64 }))).algorithm).toBe(
      algorithm,
    );
  });

  it.each(['city-skyline', 'townhouses', 'park', 'sea'])(
    'make %s darker at night than by day',
    async (style) => {
      const brightness = async (prompt: string): Promise<number> => {
        const { red, green, blue } = await meanColour(
          (await renderOfflineArt(aRequest({ prompt, style }))).png,
        );
        return red + green + blue;
      };
      expect(await brightness('ночь')).toBeLessThan(0.75 * (await brightness('день')));
    },
  );

  it.each(['avatar', 'image', 'interior'] as const)('tint the %s', async (kind) => {
    const style = { avatar: 'lorelei', image: 'mountains', interior: 'minimalism' }[kind];
    const warmth = async (prompt: string): Promise<number> => {
      const { red, blue } = await meanColour(
        (await renderOfflineArt(aRequest({ kind, style, prompt, source: undefined }))).png,
      );
      return red - blue;
    };
    expect(await warmth('красный день')).toBeGreaterThan((await warmth('синий день')) + 15);
  });
});

describe('the source', () => {
  it('lends its colours to an interior', async () => {
    const render = async (source: Buffer): Promise<number> => {
      const { png } = await renderOfflineArt(
        aRequest({ kind: 'interior', style: 'minimalism', prompt: 'гостиная днём', source }),
      );
      const { red, blue } = await meanColour(png);
      return red - blue;
    };
    const warm = await render(await twoColourPhoto('#d8402f', '#e8a33a'));
    const cold = await render(await twoColourPhoto('#2f3fd8', '#3aa3e8'));
    expect(warm).toBeGreaterThan(cold + 15);
  });

  it('stays recognisable in a style transfer', async () => {
    for (const { id } of transferStyles) {
      const { png } = await renderOfflineArt(
        aRequest({
          kind: 'style_transfer',
          style: id,
          prompt: '',
          source: await twoColourPhoto('#f2f2f2', '#151515'),
        }),
      );
      const upper = await meanColour(
        await sharp(png).extract({ left: 24, top: 16, width: 80, height: 40 }).png().toBuffer(),
      );
      const lower = await meanColour(
        await sharp(png).extract({ left: 24, top: 72, width: 80, height: 40 }).png().toBuffer(),
      );
      expect({ id, isUpperLighter: upper.green > lower.green + 40 }).toEqual({ id, isUpperLighter: true });
    }
  });

  it('is turned upright by its orientation tag', async () => {
    const lying = await sharp(await twoColourPhoto('#ffffff', '#000000'))
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    const [tagged, upright] = await Promise.all(
      [lying, await twoColourPhoto('#ffffff', '#000000')].map((source) =>
        renderOfflineArt(aRequest({ kind: 'style_transfer', style: 'pixel', source })),
      ),
    );
    const top = { left: 0, top: 0, width: 128, height: 40 };
    const taggedTop = await meanColour(await sharp(tagged!.png).extract(top).png().toBuffer());
    const uprightTop = await meanColour(await sharp(upright!.png).extract(top).png().toBuffer());
    expect(Math.abs(taggedTop.green - uprightTop.green)).toBeLessThan(12);
  });

  it('may be transparent or grey', async () => {
    const transparent = await sharp({
      create: { width: 50, height: 40, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
      .webp()
      .toBuffer();
    const grey = await sharp(photo).greyscale().toColourspace('b-w').png().toBuffer();
    for (const source of [transparent, grey]) {
      for (const kind of ['interior', 'style_transfer'] as const) {
        expect((await renderOfflineArt(aRequest({ kind, source }))).png.length).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    ['is missing', undefined],
    ['is empty', Buffer.alloc(0)],
    ['is text', Buffer.from('no picture at all')],
    [
      'is SVG',
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      ),
    ],
    ['is cut short', photo.subarray(0, Math.floor(photo.length / 2))],
  ])('is refused when it %s', async (_what, source) => {
    await expect(renderOfflineArt(aRequest({ kind: 'style_transfer', source }))).rejects.toThrow(
      OfflineArtSourceError,
    );
  });

  it('may be left out for an interior, but not be broken', async () => {
    await expect(renderOfflineArt(aRequest({ kind: 'interior', source: undefined }))).resolves.toBeDefined();
    await expect(renderOfflineArt(aRequest({ kind: 'interior', source: Buffer.from('x') }))).rejects.toThrow(
      OfflineArtSourceError,
    );
  });
});
