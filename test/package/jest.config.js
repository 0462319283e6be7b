/** The package as npm delivers it, in projects of its users. */
const fast = require('../../jest.config.js');

module.exports = {
  ...fast,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/package/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
