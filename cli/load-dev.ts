type Dev = typeof import('../local/dev');

/**
 * What `sms-courier dev` runs is a bundle of its own, beside the command's: no other command needs it, and some of it takes a while to
 * load. Required, because Node.js reads a bundle twice that is imported: once to find out what it exports.
 */
export function loadDev(): Dev {
  return require('../local/dev.js') as Dev;
}
