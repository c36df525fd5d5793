import { describe, expect, it } from '@jest/globals';
import { imageKinds } from '../generation-kind.js';
import { StyleCatalogue } from './style-catalogue.js';

describe('StyleCatalogue', () => {
  const catalogue = new StyleCatalogue();
  const styles = catalogue.list();

  it.each(imageKinds)('has styles for %s, each once, told in both languages', (kind) => {
    const own = styles.filter((style) => style.kind === kind);
    expect(own.length).toBeGreaterThan(1);
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
    for (const { id, title, description } of own) {
      expect(() => catalogue.require(kind, id)).not.toThrow();
      expect(title.ru).toMatch(/[а-яё]/i);
      expect(title.en).toMatch(/[a-z]/i);
      expect(description.ru && description.en).toBeTruthy();
    }
  });

  it('refuses a style nobody knows, and one of another kind', () => {
    const refused = expect.objectContaining({ code: 'generation.unknown_style', status: 400 });
    expect(() => catalogue.require('avatar', 'rococo-brutalism')).toThrow(refused);
    const interior = styles.find(({ kind }) => kind === 'interior')!;
    expect(() => catalogue.require('avatar', interior.id)).toThrow(refused);
  });
});
