import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The relative links of a Markdown text that lead to no file, or to no heading of it; `file` is its path in `repository`. */
export function brokenLinks(file: string, text: string, repository: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(file, text, target, repository))
    .map((target) => `${file}: ${target}`);
}

function leadsSomewhere(file: string, text: string, target: string, repository: string): boolean {
  const [path = '', anchor] = target.split('#');
  const place = join(repository, dirname(file), decodeURIComponent(path));
  if (path !== '' && !existsSync(place)) return false;
  if (anchor === undefined || (path !== '' && !place.endsWith('.md'))) return true;
  if (path !== '' && statSync(place).isDirectory()) return false;
  return anchors(path === '' ? text : readFileSync(place, 'utf8')).includes(anchor);
}

/** The names that GitHub gives to headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
