import { randomFillSync } from 'node:crypto';

const hexByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const randomPool = new Uint8Array(8 * 512);
const counterLimit = 0x1000;

let poolOffset = randomPool.length;
let lastTime = 0;
let counter = 0;
let prefix = '';

/**
 * A new UUID of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, 12 bits of counter (section 6.2, method 1), 62 random bits.
 * Each is greater than the one before it in this process, so that keys made in a row keep their order, also when the clock steps back.
 */
export function uuidv7(): string {
  if (poolOffset === randomPool.length) {
    randomFillSync(randomPool);
    poolOffset = 0;
  }
  const at = poolOffset;
  poolOffset += 8;
  const now = Date.now();
  if (now > lastTime) {
    startMillisecond(now, at);
  } else if (++counter === counterLimit) {
    startMillisecond(lastTime + 1, at);
  }
  return (
    prefix +
    counter.toString(16).padStart(3, '0') +
    '-' +
    hexByte[0x80 | (randomPool[at]! & 0x3f)]! +
    hexByte[randomPool[at + 1]!]! +
    '-' +
    hexByte[randomPool[at + 2]!]! +
    hexByte[randomPool[at + 3]!]! +
    hexByte[randomPool[at + 4]!]! +
    hexByte[randomPool[at + 5]!]! +
    hexByte[randomPool[at + 6]!]! +
    hexByte[randomPool[at + 7]!]!
  );
}

function startMillisecond(time: number, at: number): void {
  lastTime = time;
  // The upper half stays free, so that at least 2,048 keys fit into the millisecond.
  counter = ((randomPool[at]! << 8) | randomPool[at + 1]!) & 0x7ff;
  const hex = time.toString(16).padStart(12, '0');
  prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
}
