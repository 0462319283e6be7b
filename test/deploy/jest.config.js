/** Real deploys, by Terraform with the AWS provider, into an AWS that is emulated by moto. */
const fast = require('../../jest.config.js');

module.exports = {
  ...fast,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
};
