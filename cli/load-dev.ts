/** What `sms-courier dev` runs is a bundle of its own, beside the command's: no other command needs it, and some of it takes a while to load. */
export const loadDev = (): Promise<typeof import('../local/dev.js')> => import('../local/dev.js');
