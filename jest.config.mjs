// Jest cannot load Nest's ES modules on Node 20, so the project and those packages are compiled to CommonJS for tests.
const esmPackages = [
  '@nestjs/',
  '@fastify/',
  'content-disposition',
  'uuidv7',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'es-toolkit',
];

export default {
  rootDir: '.',
  testEnvironment: '<rootDir>/test/support/jest-environment.cjs',
  runtime: '<rootDir>/test/support/jest-runtime.cjs',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // What several instances share can only be tested on a real store and database server, a page only in a browser.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.TEST_REDIS_URL ? [] : ['<rootDir>/test/instances/']),
    ...(process.env.CHROMIUM_PATH ? [] : ['<rootDir>/test/browser/']),
  ],
  moduleNameMapper: {
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^bcrypt$': '<rootDir>/test/support/cheap-bcrypt.cjs',
  },
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/?)`],
  setupFilesAfterEnv: ['<rootDir>/test/support/jest-setup.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
  collectCoverageFrom: ['{apps,libs}/**/*.ts', '!**/*.spec.ts'],
};
