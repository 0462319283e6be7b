/** What a courier goes through: `npm run test:faults`, and at its full size `npm run test:faults -- --long`. */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: process.env.FAULTS === 'long' ? 3_600_000 : 300_000,
};
