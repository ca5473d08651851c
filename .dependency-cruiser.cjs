/** Who may import whom. The features and their borders are described in docs/architecture.md. */
const features = ['auth', 'users', 'cars', 'qr', 'scans', 'payments'];
const mayImport = {
  users: [],
  auth: ['users'],
  cars: ['users'],
  payments: ['users'],
  qr: ['cars', 'users'],
  scans: ['qr', 'cars', 'users'],
};
const outsideThings = [
  'config',
  'clock',
  'observability',
  'database',
  'redis',
  'storage',
  'stickers',
  'outbox',
  'sms',
  'mail',
  'notifications',
];

const featureRules = features.map((feature) => {
  const others = features.filter((other) => other !== feature && !mayImport[feature].includes(other));
  return {
    name: `${feature}-imports-only-what-it-builds-on`,
    severity: 'error',
    from: { path: `^libs/${feature}/` },
    to: { path: `^libs/(${others.join('|')})/` },
  };
});

module.exports = {
  forbidden: [
    ...featureRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'libraries-never-import-programs',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'outside-things-never-import-features',
      severity: 'error',
      from: { path: `^libs/(${[...outsideThings, 'http'].join('|')})/` },
      to: { path: `^libs/(${features.join('|')})/` },
    },
    {
      name: 'outside-things-know-nothing-of-http',
      severity: 'error',
      from: { path: `^libs/(${outsideThings.join('|')})/` },
      to: { path: '^libs/http/' },
    },
    {
      name: 'only-through-the-front-door',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'programs-use-the-front-door',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    { name: 'no-unresolved-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main'],
    },
  },
};
