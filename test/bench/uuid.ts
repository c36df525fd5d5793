import { randomFillSync } from 'node:crypto';

const random = Buffer.alloc(10 * 400);
let offset = random.length;

/** A UUIDv7 of `time` (milliseconds); not ordered within the millisecond. */
export function uuidAt(time: number): string {
  if (offset === random.length) {
    randomFillSync(random);
    offset = 0;
  }
  const hex = time.toString(16).padStart(12, '0') + random.toString('hex', offset, offset + 10);
  offset += 10;
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
