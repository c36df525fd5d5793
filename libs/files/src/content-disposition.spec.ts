import { expect, it } from '@jest/globals';
import { contentDisposition } from './content-disposition.js';

it.each([
  [null, 'attachment'],
  ['plan.pdf', `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`],
  [
    'план (1).pdf',
    `attachment; filename="____ (1).pdf"; filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD%20%281%29.pdf`,
  ],
  [`it's 100%.pdf`, `attachment; filename="it's 100_.pdf"; filename*=UTF-8''it%27s%20100%25.pdf`],
  ['a"; x="b', `attachment; filename="a_; x=_b"; filename*=UTF-8''a%22%3B%20x%3D%22b`],
])('a download called %j', (name, header) => {
  expect(contentDisposition('attachment', name)).toBe(header);
});
