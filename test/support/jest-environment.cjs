// The environment of all spec files that a Jest worker runs: the first one makes it, and the others share it, because the
// modules that jest-runtime.cjs loads once belong to its realm (`instanceof Error` and `toStrictEqual` compare realms).
const { AsyncLocalStorage } = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

let shared;

/** What the test framework leaves on the global object: its state and handlers, which the next file must not inherit. */
const OF_FRAMEWORK = /jest|EVENT_HANDLERS|TEST_TIMEOUT|RETRY/i;

/** Node 20 copies the store of every storage that was ever entered to each new promise, so past files must leave theirs. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

module.exports = class SharedEnvironment extends TestEnvironment {
  constructor(config, context) {
    if (shared) return shared;
    super(config, context);
    shared = this;
    this.env = this.global.process.env;
  }

  async setup() {
    this.variables = { ...this.env };
  }

  async teardown() {
    const { global } = this;
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    global.process.env = this.env;
    for (const name of Object.keys(this.env)) if (!(name in this.variables)) delete this.env[name];
    Object.assign(this.env, this.variables);
    for (const key of Object.getOwnPropertySymbols(global)) {
      // Some cannot be deleted; those are the same for every file.
      if (OF_FRAMEWORK.test(key.description)) Reflect.deleteProperty(global, key);
    }
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};
