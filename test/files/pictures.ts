import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A word that is put where nothing of it may be left. */
export const SECRET = 'KVARTALSECRET';

/** A picture with something to see in it: a gradient, and a mark in the upper left corner. */
export function aPicture({ width = 640, height = 480, seed = 0 } = {}): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const isMark = x < width / 4 && y < height / 4;
      pixels[at] = isMark ? 255 : Math.floor((x / width) * 200);
      pixels[at + 1] = isMark ? 0 : Math.floor((y / height) * 200);
      pixels[at + 2] = isMark ? 0 : (seed * 37) % 256;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A picture full of what a camera and a curious editor write into it: place, names, thumbnails, profiles. */
export function withSecrets(picture: Sharp, orientation = 1): Sharp {
  return picture
    .withExif({
      IFD0: { ImageDescription: SECRET, Copyright: SECRET, Artist: SECRET },
      IFD2: { UserComment: SECRET },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '55/1 45/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '37/1 37/1 0/1',
      },
    })
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${SECRET}"/></rdf:RDF></x:xmpmeta>`,
    )
    .withMetadata({ orientation });
}

/** An animation of `frames` frames, GIF or WebP. */
export async function anAnimation(
  format: 'gif' | 'webp',
  frames: number,
  { width = 60, height = 40 } = {},
): Promise<Buffer> {
  const pixels = await Promise.all(
    Array.from({ length: frames }, (_, seed) => aPicture({ width, height, seed }).raw().toBuffer()),
  );
  return sharp(Buffer.concat(pixels), {
    raw: { width, height: height * frames, channels: 3, pageHeight: height },
  })
    .toFormat(format, { delay: pixels.map(() => 50) })
    .toBuffer();
}

/** A valid PNG of one colour, a few kilobytes of it for a square of `side` pixels. */
export function aBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const row = Math.ceil(side / 8) + 1;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(row * side), { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF of `frames` one-pixel frames. */
export function aFlood(frames: number): Buffer {
  const screen = Buffer.concat([Buffer.from('GIF89a'), Buffer.from('01000100800000000000ffffff', 'hex')]);
  const control = '21f9040001000000';
  const frame = Buffer.from(`${control}2c00000000010001000002024401` + '00', 'hex');
  return Buffer.concat([screen, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}

/** A PNG with a text chunk that says the secret word. */
export async function withTextChunk(picture: Sharp): Promise<Buffer> {
  const png = await picture.png().toBuffer();
  const end = png.length - 12;
  return Buffer.concat([
    png.subarray(0, end),
    pngChunk('tEXt', Buffer.from(`Comment\0${SECRET}`)),
    png.subarray(end),
  ]);
}

/** Noise: nothing compresses it, so that its file has a size to speak of. */
export function noise({ width = 800, height = 600 } = {}): Sharp {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
}

/** The smallest PDF that has a beginning and an end. */
export function aPdf(text = 'hello'): Buffer {
  return Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
