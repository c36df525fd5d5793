/** Rules that a line of text can break, for every file of the house: `npm run check:source`. test/gates/source-rules.spec.ts breaks each. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A line that breaks a rule. */
export interface Finding {
  file: string;
  line: number;
  rule: string;
  text: string;
}

interface TextRule {
  name: string;
  why: string;
  files: RegExp;
  except?: RegExp;
  pattern: RegExp;
}

const product = /^(apps|bin|libs|migrations)\//;
const tests = /\.(spec|e2e-spec)\.ts$|^test\//;
const code = /\.(ts|js|cjs|mjs|sh|yml|yaml)$|Dockerfile|^\.ci\//;

/** What no line may hold. Patterns are written so that they do not match themselves. */
export const textRules: readonly TextRule[] = [
  {
    name: 'unfinished',
    why: 'finish it, or file an issue (O3)',
    files: code,
    pattern: /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b|[Nn]ot [i]mplemented/,
  },
  {
    name: 'role-name',
    // The words left out are those of APP_ROLE: what a process does, nobody's rights.
    why: 'ask for a permission: roles are data (O9-O12)',
    files: product,
    except: tests,
    pattern:
      /\bactor\.roles\b|\broles\.(includes|has|some|indexOf)\(\s*['"`]|\brole\s*[!=]==?\s*['"`](?!(all|api|worker)['"`])/,
  },
  {
    name: 'skipped-test',
    why: 'a test runs or goes',
    files: tests,
    pattern:
      /\b(it|test|describe)\.(skip|only|todo|failing)\b|\b[xf](it|describe|test)\(|expect\((true|false|1)\)/,
  },
  {
    name: 'named-exports',
    why: 'the door lists what it shows',
    files: /^(libs|apps|migrations)\/.*\.ts$/,
    pattern: /^\s*export \*/,
  },
  {
    name: 'no-forward-ref',
    why: 'a cycle between modules: find the third subject, or turn one side into an event',
    files: product,
    pattern: /\bforwardRef\(/,
  },
  {
    name: 'no-banner',
    why: 'a file that needs banners is two files',
    files: /\.(ts|js|cjs|mjs)$/,
    pattern: /^\s*(\/\/|\/?\*)\s*[-=*#~]{4,}/,
  },
  {
    name: 'no-machine-path',
    why: 'holds on one machine only',
    files: code,
    pattern: /(^|[^A-Za-z0-9_.-])\/(work|root|home\/[a-z]+)\//,
  },
  {
    name: 'no-registry-address',
    why: 'omit-lockfile-registry-resolved=true keeps addresses out of the lock file',
    files: /^package-lock\.json$/,
    pattern: /"resolved": "http/,
  },
];

/** The findings in one file; `file` is its path from the top of the repository. */
export function checkText(file: string, text: string): Finding[] {
  const rules = textRules.filter((rule) => rule.files.test(file) && !rule.except?.test(file));
  if (rules.length === 0) return [];
  return text.split('\n').flatMap((line, index) =>
    rules
      .filter((rule) => rule.pattern.test(line))
      .map((rule) => ({
        file,
        line: index + 1,
        rule: rule.name,
        text: `${line.trim().slice(0, 120)} (${rule.why})`,
      })),
  );
}

function main(): void {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const files = listing.split('\0').filter((file) => textRules.some((rule) => rule.files.test(file)));
  const findings = [...new Set(files)].flatMap((file) => checkText(file, readIfThere(file)));
  for (const { file, line, rule, text } of findings) console.error(`${file}:${line} ${rule}: ${text}`);
  console.log(`source rules: ${files.length} files, ${findings.length} findings`);
  if (findings.length > 0 || files.length === 0) process.exitCode = 1;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // git lists a file that is deleted but not yet committed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

if (import.meta.main) main();
