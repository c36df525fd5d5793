/**
 * Random numbers for pictures: small, fast, and the same on every platform for the same seed. Not for secrets.
 */
export class Prng {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A float in [0, 1): the mulberry32 generator. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A float in [min, max). */
  between(min: number, max: number): number {
    return min + (max - min) * this.next();
  }

  /** An integer in [min, max], both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One item of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('Prng.pick needs a list with at least one item');
    return item;
  }

  /** The items in another order; the given list stays as it is. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, order: this.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }

  /** An independent generator, so that one part of a picture can draw more numbers without moving another part. */
  fork(label: string): Prng {
    return new Prng(hashText(label, Math.floor(this.next() * 4294967296)));
  }
}

/** A 32-bit hash of a text (FNV-1a with a final avalanche), for mixing prompts into seeds. */
export function hashText(text: string, seed = 0): number {
  // Multiplied before the first letter, or seed 1 with one letter would be seed 0 with the next.
  let hash = Math.imul(2166136261 ^ seed, 16777619);
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A smooth random curve with values in about [-1, 1]: value noise over `octaves` octaves. */
export function smoothNoise(random: Prng, octaves = 4): (position: number) => number {
  const lattice = Array.from({ length: 256 }, () => random.between(-1, 1));
  const at = (index: number): number => lattice[index & 255] ?? 0;
  return (position) => {
    let value = 0;
    let weight = 0.5;
    let scaled = position;
    for (let octave = 0; octave < octaves; octave++) {
      const cell = Math.floor(scaled);
      const t = scaled - cell;
      const eased = t * t * (3 - 2 * t);
      value += weight * (at(cell) + (at(cell + 1) - at(cell)) * eased);
      weight /= 2;
      scaled = scaled * 2 + 17.3;
    }
    return value;
  };
}
