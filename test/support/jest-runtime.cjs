// Jest gives each spec file a module registry of its own, so that it would evaluate every package and every lib again for
// each of them, which takes longer than most tests. Here a worker loads a module once, for all the spec files that it
// runs; only the spec file itself and the test framework are loaded anew.
//
// Modules therefore must not keep what one test could leave to another, and `jest.mock` cannot replace what is loaded
// already: spy on the module's members instead.
const { default: Runtime } = require('jest-runtime');

let shared;

module.exports = class SharedModulesRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig) {
    super(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig);
    shared ??= new Runtime(config, environment, resolver, transformer, new Map(), coverage, testPath, globalConfig);
  }

  requireModuleOrMock(from, moduleName) {
    if (moduleName === '@jest/globals') return super.requireModuleOrMock(from, moduleName);
    return shared.requireModuleOrMock(from, moduleName);
  }

  setMock(_from, moduleName) {
    throw new Error(`jest.mock('${moduleName}') has no effect on modules that spec files share: use jest.spyOn.`);
  }

  getSourceMaps() {
    const [own, others] = [super.getSourceMaps(), shared.getSourceMaps()];
    return {
      get: (path) => own.get(path) ?? others.get(path),
      *[Symbol.iterator]() {
        yield* own;
        yield* others;
      },
    };
  }
};
