// The closing line of CI from jest's JSON report. With --check it judges the report instead: exit code 1 when nothing ran or a test was skipped.
import { readFileSync } from 'node:fs';

const [file, mode] = process.argv.slice(2);
const report = read(file);
const passed = report?.numPassedTests ?? 0;
// A suite that could not even start holds tests nobody counted: it is one failure.
const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);

if (mode === '--check') {
  const problem =
    (report === null && `there is no report of the tests at ${file}`) ||
    (passed === 0 && 'no test passed') ||
    (skipped > 0 && `${skipped} tests were skipped: a test runs or goes`);
  console.log(problem || `${report.numTotalTestSuites} suites ran, no test was skipped`);
  process.exitCode = problem ? 1 : 0;
} else {
  console.log(`tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
