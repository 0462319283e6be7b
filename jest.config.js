/** The fast tests: everything but the suites with a configuration of their own (browser, commands, conformance, deploy, faults, package, policy, properties). */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/(browser|commands|conformance|deploy|faults|package|policy|properties)/',
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  globalSetup: '<rootDir>/test/support/temporary/setup.ts',
  globalTeardown: '<rootDir>/test/support/temporary/teardown.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/'],
  // one for each processor: left to itself jest keeps one of them free
  maxWorkers: '100%',
  testTimeout: 30_000,
};
