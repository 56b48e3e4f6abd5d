import type { Reporter, SerializedError, TestModule, TestSuite } from 'vitest/node';

/** Ends a run with what was left out, by name and with the way to get it, and with one plain line. */
export default class ClosingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const leftOut = modules.flatMap((module) => [...module.children.allSuites()].filter(isLeftOut));
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    // A file that does not load, or an error outside of any test, fails the run too.
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandled.length;
    const lines = leftOut.map((suite) => `  ${suite.name}`);
    if (lines.length > 0) lines.unshift('Left out:');
    process.stdout.write([...lines, `${passed} passed, ${failed + broken} failed`, ''].join('\n'));
  }
}

/** A suite inside one that is left out is told by it. */
function isLeftOut(suite: TestSuite): boolean {
  return (
    suite.options.mode === 'skip' && (suite.parent.type === 'module' || suite.parent.options.mode !== 'skip')
  );
}
