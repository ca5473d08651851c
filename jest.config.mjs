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

/**
 * What the engine of the database cannot change. TEST_SCOPE=database leaves it out, for a run on a second server: the
 * statements, transactions, locks and migrations of every route and job stay in.
 */
const withoutDatabase = [
  // Pure rules, drawing, settings; the documents; the OpenAPI document; pages in a browser.
  '<rootDir>/(apps|libs)/',
  '<rootDir>/test/(browser|docs|openapi)/',
  // The ports of everything else: payments, SMS, mail, files, the store, stickers.
  '<rootDir>/test/contracts/(?!database)',
  // What is decided before a statement is sent: about requests, headers, forms, pages, logs and the deployment.
  '<rootDir>/test/e2e/bad-input-(bodies|forms|requests|uploads)',
  '<rootDir>/test/e2e/(code-page|compression|cors|deployment|deprecation|documents|envelope|logs|mails|prefix)',
  '<rootDir>/test/e2e/(scan-page-errors|service|settings-proxies|sticker-values)',
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
    ...(process.env.TEST_SCOPE === 'database' ? withoutDatabase : []),
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
  reporters: ['default', '<rootDir>/test/support/slowest-files.reporter.cjs'],
  testTimeout: 60_000,
  maxWorkers: 2,
  collectCoverageFrom: ['{apps,libs}/**/*.ts', '!**/*.spec.ts'],
};
