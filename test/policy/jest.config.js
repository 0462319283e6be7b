/** What a courier does with its roles, on this machine, under their whole documents and under every document that lacks something. */
const fast = require('../../jest.config.js');

module.exports = {
  ...fast,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/policy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
