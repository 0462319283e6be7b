/** The commands as their users run them, in processes of their own: npm start and sms-courier. */
const fast = require('../../jest.config.js');

module.exports = {
  ...fast,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/commands/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
