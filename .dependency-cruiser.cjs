// Layers, lowest first. An import may point to a lower layer, never up and never sideways.
const layers = [
  ['base'],
  ['model'],
  ['ipp', 'config', 'logging', 'certificate'],
  ['documents', 'accounting', 'forward', 'identity', 'discovery', 'cups-install'],
  ['jobs'],
  ['admin'],
  ['server', 'web', 'cli', 'control', 'adapter', 'storage', 'cups-backend'],
  ['entry'],
];

const onlyDown = layers.flatMap((folders, level) =>
  folders.map((folder) => ({
    name: `${folder}-imports-only-down`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: {
      path: '^src/',
      pathNot: `^src/(${[folder, ...layers.slice(0, level).flat()].join('|')})/`,
    },
  })),
);

// One folder owns each outside library.
const owners = {
  express: '^src/(server|web)/',
  helmet: '^src/web/',
  mongodb: '^src/storage/mongo/',
  '@photostructure/sqlite': '^src/storage/embedded/',
  'pdfjs-dist': '^src/documents/formats/',
  '@embedpdf/pdfium': '^src/documents/formats/',
  winston: '^src/logging/',
  commander: '^src/cli/',
  'cli-table3': '^src/cli/',
  undici: '^src/forward/',
  preact: '^src/web/',
  '@node-rs/argon2': '^src/identity/',
  ldapts: '^src/identity/',
  '@peculiar/x509': '^src/certificate/',
  ipp: '^(src/ipp/registry|test)/',
};

const ownedLibraries = Object.entries(owners).map(([library, owner]) => ({
  name: `${library}-has-one-owner`,
  severity: 'error',
  from: { path: '^src/', pathNot: owner },
  to: { path: `(^|/)node_modules/${library}/|^${library}$` },
}));

module.exports = {
  forbidden: [
    ...onlyDown,
    ...ownedLibraries,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'counting-and-money-know-no-wire',
      severity: 'error',
      from: { path: '^src/(documents|accounting)/' },
      to: { path: '^src/ipp/' },
    },
    {
      name: 'inner-folders-do-not-log',
      severity: 'error',
      from: { path: '^src/(base|model|ipp|documents|accounting)/' },
      to: { path: '^src/logging/' },
    },
    {
      name: 'enter-a-folder-by-its-index',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/$1/',
          '^src/(base|model)/',
          '^src/[^/]+/index\\.ts$',
          '^src/storage/[^/]+/index\\.ts$',
        ],
      },
    },
    {
      name: 'never-your-own-index',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '/index\\.ts$' },
      to: { path: '^src/$1/index\\.ts$' },
    },
    {
      name: 'src-never-imports-test',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^test/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-tools-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
