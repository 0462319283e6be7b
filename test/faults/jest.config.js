/** What a courier goes through: `npm run test:faults`, and at its full size `npm run test:faults -- --long`. */
module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
  // of the simulation of pumping the fast tests have the case that tells; all of it takes minutes
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.FAULTS === 'long' ? [] : ['pumping'])],
  testTimeout: process.env.FAULTS === 'long' ? 3_600_000 : 300_000,
};
