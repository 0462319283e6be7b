/** The inbox page in a real browser: Debian's chromium, driven by playwright-core. */
const fast = require('../../jest.config.js');

module.exports = {
  ...fast,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
