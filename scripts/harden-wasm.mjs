/** The Jsonnet engine's WebAssembly, checked against the version we know and given a memory limit of its own. */
import { createHash } from 'node:crypto';
import { changeSection, MEMORY_SECTION, readSections, readVarint, varint, writeModule } from './wasm-binary.mjs';

/** SHA-256 of `jsonnet_wasm_bg.wasm` in @arakoodev/jsonnet 0.24.0: the loader depends on its private interface. */
const ENGINE_SHA256 = 'c2fb73614d18b03ad171dee15307ce5bae932d732f03d655b63d6a9ffff90b2e';

/** 32 MB in WebAssembly pages of 64 KiB. */
const MAX_PAGES = 512;

/** Limits without a maximum, then with one: https://webassembly.github.io/spec/core/binary/types.html#limits */
const MINIMUM_ONLY = 0x00;
const MINIMUM_AND_MAXIMUM = 0x01;

/** Returns the module with a maximum in its memory section, so that no host has to enforce it. */
export function hardenWasm(bytes) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== ENGINE_SHA256) {
    throw new Error(
      `the Jsonnet engine's WebAssembly has SHA-256 ${sha256}, expected ${ENGINE_SHA256}: check lambda/jsonnet/engine.ts against the new version, then change the sum`,
    );
  }
  return writeModule(changeSection(readSections(bytes), MEMORY_SECTION, withMaximum));
}

function withMaximum(section) {
  const [count, flags] = section;
  if (count !== 1 || flags !== MINIMUM_ONLY)
    throw new Error(`expected one memory without a maximum, got ${count} with flags ${flags}`);
  const { value: minimum } = readVarint(section, 2);
  return memoryLimits(minimum);
}

export function memoryLimits(minimumPages) {
  return Buffer.from([1, MINIMUM_AND_MAXIMUM, ...varint(minimumPages), ...varint(MAX_PAGES)]);
}
