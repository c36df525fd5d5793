import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '#lib/clock';
import { appConfig, loadConfig, type AppConfig, SessionSecret } from '#lib/config';
import { FileLinks } from './file-links.js';
import { type FilesConfig, filesConfig } from './files.config.js';

const id = '01a1f8d1-0534-74b3-acb3-45af999fce38';

describe('FileLinks', () => {
  let clock: ManualClock;
  let links: FileLinks;

  const linksWith = (secret: string, ttl = '3600') => {
    const environment = { APP_SESSION_SECRET_KEY: secret, FILES_URL_TTL: ttl };
    const values = loadConfig([appConfig, filesConfig], environment);
    return new FileLinks(
      new SessionSecret(values.get(appConfig) as AppConfig),
      clock,
      values.get(filesConfig) as FilesConfig,
    );
  };
  const partsOf = (url: string) => {
    const { searchParams } = new URL(url, 'http://x');
    return { exp: Number(searchParams.get('exp')), sig: searchParams.get('sig')! };
  };

  beforeEach(() => {
    clock = new ManualClock(1_795_000_000_000);
    links = linksWith('a secret of this installation, 0123456789');
  });

  it('makes relative addresses whose signature is good for that content alone', () => {
    const url = links.contentUrl(id, 'thumb');
    expect(url).toMatch(/^\/api\/v1\/files\/[0-9a-f-]{36}\/content\?variant=thumb&exp=\d+&sig=[\w-]{22}$/);
    expect(links.isValid(partsOf(url), id, 'thumb')).toBe(true);
    expect(links.isValid(partsOf(url), id, 'medium')).toBe(false);
    expect(links.isValid(partsOf(url), id, undefined)).toBe(false);
    expect(links.isValid(partsOf(url), id.replace('38', '39'), 'thumb')).toBe(false);
    expect(links.contentUrl(id)).toMatch(/\/content\?exp=/);
  });

  it('gives the same address for a quarter of its life, which is long enough at any moment', () => {
    const first = links.contentUrl(id);
    for (let minute = 0; minute < 90; minute += 1) {
      const life = partsOf(links.contentUrl(id)).exp * 1000 - clock.now();
      expect(life).toBeGreaterThanOrEqual(3_600_000);
      expect(life).toBeLessThanOrEqual(4_500_000);
      clock.advance(60_000);
    }
    expect(links.contentUrl(id)).not.toBe(first);
  });

  it('ends on time', () => {
    const link = partsOf(links.contentUrl(id));
    clock.advance(link.exp * 1000 - clock.now() - 1);
    expect(links.isValid(link, id, undefined)).toBe(true);
    clock.advance(1);
    expect(links.isValid(link, id, undefined)).toBe(false);
  });

  it('lives on in another process with the same secret, and not with another', () => {
    const link = partsOf(links.contentUrl(id));
    expect(linksWith('a secret of this installation, 0123456789').isValid(link, id, undefined)).toBe(true);
    expect(linksWith('a secret of some other house, 0123456789').isValid(link, id, undefined)).toBe(false);
  });

  it('takes one spelling of a signature', () => {
    const { exp, sig } = partsOf(links.contentUrl(id));
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sibling = sig.slice(0, -1) + digits[digits.indexOf(sig.at(-1)!) ^ 1];
    expect(Buffer.from(sibling, 'base64url').equals(Buffer.from(sig, 'base64url'))).toBe(true);
    for (const other of [sibling, `${sig}=`, `${sig}\n`, `${sig}A`, '', 'é']) {
      expect(links.isValid({ exp, sig: other }, id, undefined)).toBe(false);
    }
  });

  it('remembers a bounded number of links', () => {
    const ids = Array.from(
      { length: 100_000 },
      (_, at) => `${id.slice(0, 28)}${String(at).padStart(8, '0')}`,
    );
    const first = links.contentUrl(ids[0]!);
    for (const other of ids) links.contentUrl(other);
    const { memo, olderMemo } = links as unknown as {
      memo: Map<string, string>;
      olderMemo: Map<string, string>;
    };
    expect(memo.size + olderMemo.size).toBeLessThanOrEqual(80_000);
    expect(links.contentUrl(ids[0]!)).toBe(first);
  });

  it('serves a life of one second', () => {
    const brief = linksWith('a secret of this installation, 0123456789', '1');
    const { exp } = partsOf(brief.contentUrl(id));
    expect(exp * 1000 - clock.now()).toBeLessThanOrEqual(2000);
  });
});
