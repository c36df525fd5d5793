import { describe, expect, it } from '@jest/globals';
import { firstMeaning, meanings, readPrompt } from './prompt-words.js';

describe('readPrompt', () => {
  it.each([
    ['ночной город', 'night'],
    ['City at NIGHT', 'night'],
    ['Утро в парке', 'dawn'],
    ['закат', 'dusk'],
    ['a sunny noon', 'day'],
    ['тёплый вечер', 'dusk'],
  ] as const)('finds the hour in %j', (prompt, dayTime) => {
    expect(readPrompt(prompt).dayTime).toBe(dayTime);
  });

  it.each([
    ['зимний двор', 'winter', undefined],
    ['осенью под дождём', 'autumn', 'rain'],
    ['spring blossom in the mist', 'spring', 'fog'],
    ['летний снегопад', 'summer', 'snow'],
  ] as const)('finds season and weather in %j', (prompt, season, weather) => {
    expect(readPrompt(prompt)).toMatchObject({ season, weather });
  });

  it('lists colours in the order of the words, each once', () => {
    const { colours } = readPrompt('Blue, красный и ещё синий');
    expect(colours).toHaveLength(2);
    expect(colours).toEqual([readPrompt('blue').colours[0], readPrompt('red').colours[0]]);
  });

  it.each(['reduce', 'прекрасный вид', 'белка', 'goldfish', ''])('sees no colour in %j', (prompt) => {
    expect(readPrompt(prompt).colours).toEqual([]);
  });

  it('tells prompts without known words apart', () => {
    expect(readPrompt('кот').hash).not.toBe(readPrompt('пёс').hash);
    expect(readPrompt(' кот ').hash).toBe(readPrompt('кот').hash);
  });

  it('tells long prompts apart by their ends', () => {
    const long = 'слово '.repeat(5000);
    expect(readPrompt(`${long}а`).hash).not.toBe(readPrompt(`${long}б`).hash);
    expect(readPrompt(long).words).toHaveLength(200);
  });
});

describe('meanings', () => {
  const vocabulary = { cat: 'cat кот кота коты', dog: 'dog собак*' };

  it('matches whole words exactly and stems by their beginning', () => {
    expect(meanings(vocabulary, ['собаками', 'кот', 'cat'])).toEqual(['dog', 'cat']);
    expect(meanings(vocabulary, ['котлета', 'doggy'])).toEqual([]);
  });

  it('prefers an exact word to a stem', () => {
    expect(firstMeaning({ a: 'лес*', b: 'лестница' }, ['лестница'])).toBe('b');
  });

  it('knows nothing that objects inherit', () => {
    expect(meanings(vocabulary, ['constructor', '__proto__', 'tostring'])).toEqual([]);
  });
});
