import { describe, expect, it } from '@jest/globals';
import { agreedType, sniff, type TypeClaims } from './content-type.js';
import { FileTypeMismatchError, FileUnsupportedTypeError } from './files.errors.js';

const png: TypeClaims = { declared: 'image/png', name: 'a.png', real: 'image/png' };

describe('agreedType', () => {
  it.each<[Partial<TypeClaims>, string]>([
    [{}, 'image/png'],
    [{ declared: null }, 'image/png'],
    [{ name: null }, 'image/png'],
    [{ declared: null, name: null }, 'image/png'],
    [{ declared: 'application/octet-stream', name: '.png' }, 'image/png'],
    [{ declared: 'Image/PNG; charset=binary' }, 'image/png'],
    [{ real: 'image/apng' }, 'image/png'],
    [{ declared: 'image/jpg', name: 'a.b.JPEG', real: 'image/jpeg' }, 'image/jpeg'],
  ])('%j is %s', (claims, contentType) => {
    expect(agreedType({ ...png, ...claims }, 'photo').contentType).toBe(contentType);
  });

  it.each<Partial<TypeClaims>>([
    { declared: 'image/svg+xml' },
    { declared: 'text/html', real: 'text/html' },
    { declared: '', name: null, real: null },
    { name: 'a.svg' },
    { name: 'a.png.' },
    { name: 'a.pdf', declared: null, real: 'application/pdf' },
    { name: null, declared: null, real: 'image/bmp' },
  ])('%j is not supported', (claims) => {
    expect(() => agreedType({ ...png, ...claims }, 'photo')).toThrow(FileUnsupportedTypeError);
  });

  it.each<Partial<TypeClaims>>([
    { real: null },
    { real: 'image/gif' },
    { real: 'application/x-msdownload' },
    { declared: 'image/gif' },
    { name: 'a.gif' },
  ])('%j does not agree', (claims) => {
    expect(() => agreedType({ ...png, ...claims }, 'photo')).toThrow(FileTypeMismatchError);
  });

  it('takes a PDF for chats alone', () => {
    const pdf = { declared: 'application/pdf', name: 'a.pdf', real: 'application/pdf' };
    expect(agreedType(pdf, 'chat').contentType).toBe('application/pdf');
    for (const purpose of ['avatar', 'photo', 'quest', 'source', 'generated'] as const) {
      expect(() => agreedType(pdf, purpose)).toThrow(FileUnsupportedTypeError);
    }
  });
});

describe('sniff', () => {
  it.each([
    ['%PDF-1.4\n', 'application/pdf'],
    ['GIF89a', 'image/gif'],
    ['<!DOCTYPE html>', null],
    ['', null],
  ])('%j is %s', async (head, type) => {
    expect(await sniff(Buffer.from(head))).toBe(type);
  });
});
