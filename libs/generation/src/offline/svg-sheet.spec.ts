import { describe, expect, it } from '@jest/globals';
import { circle, element, round, SvgSheet } from './svg-sheet.js';

describe('element', () => {
  it('cannot be broken out of by an attribute', () => {
    const markup = element('rect', { fill: '"/><script>alert(1)</script>&' });
    expect(markup).toBe('<rect fill="&#34;/&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#38;"/>');
  });

  it('leaves out attributes without a value', () => {
    expect(element('g', { opacity: undefined }, 'x')).toBe('<g>x</g>');
  });
});

describe('round', () => {
  it.each([
    [1.005, '1'],
    [-0.001, '0'],
    [12.3456, '12.35'],
    [1e-9, '0'],
  ])('writes %d as %s', (value, text) => {
    expect(round(value)).toBe(text);
  });
});

describe('SvgSheet', () => {
  it('gives every definition its own id and paints in order', () => {
    const sheet = new SvgSheet(200, 100);
    const [first, second] = [sheet.linear([[0, '#fff']]), sheet.radial([[1, '#000', 0.5]])];
    expect([first, second]).toEqual(['url(#k0)', 'url(#k1)']);
    sheet.add(circle(1, 2, 3, first), circle(4, 5, 6, second, { opacity: 0.5 }));
    const svg = sheet.toSvg(20, 10);
    expect(svg).toContain('viewBox="0 0 200 100"');
    expect(svg.indexOf('url(#k0)')).toBeLessThan(svg.indexOf('url(#k1)'));
    expect(svg).toContain('fill-opacity="0.5"');
  });
});
