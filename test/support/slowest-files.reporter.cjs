const { relative } = require('node:path');

const SHOWN = 10;

/** Prints the spec files that took longest, at the end of a run of more than those. */
module.exports = class SlowestFiles {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const files = testResults.map(({ perfStats, testFilePath }) => ({
      seconds: (perfStats.end - perfStats.start) / 1000,
      path: relative('', testFilePath),
    }));
    const slowest = files.sort((one, other) => other.seconds - one.seconds).slice(0, SHOWN);
    const lines = slowest.map(({ seconds, path }) => `${seconds.toFixed(1).padStart(7)} s  ${path}`);
    console.log(`\nThe ${SHOWN} slowest files:\n${lines.join('\n')}`);
  }
};
