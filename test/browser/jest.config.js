/** The inbox page in a real browser: Debian's chromium, driven by playwright-core. */
const { transform } = require('../../jest.config');

module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.test.ts'],
  transform,
  testTimeout: 120_000,
};
