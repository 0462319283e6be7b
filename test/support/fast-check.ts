import fc from 'fast-check';

/** Random, but for the gate: who runs it again on the same files sees the same. A failure prints its seed either way. */
const seed = process.env['PROPERTY_SEED'];
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

export default fc;
