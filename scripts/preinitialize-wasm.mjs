/**
 * Takes the engine's start-up out of every cold start: the module is made to begin with the memory that it has after
 * `jsonnet_make`, which builds the standard library in 12 ms and more. Sound for the reason that snapshots are at run time
 * (see lambda/jsonnet/engine.ts): memory is all the state there is, and `jsonnet_make` reads nothing from the host.
 */
import { memoryLimits } from './harden-wasm.mjs';
import {
  changeSection,
  customSection,
  DATA_SECTION,
  dataSegment,
  MEMORY_SECTION,
  readSections,
  varint,
  writeModule,
} from './wasm-binary.mjs';

const PAGE_BYTES = 65_536;

/** The module keeps its stack below its data; what is left there after a call has no meaning. */
const STACK_END = 1_048_576;

/**
 * Free memory that the module begins with: an evaluation that needs no more than this leaves the memory's size, and so the
 * instance, as they are. A ctx of a few KiB needs 64 to 200 KiB.
 */
const SPARE_BYTES = 1_048_576;

/** Shorter runs of zeros cost less inside a segment than as a gap between two. */
const MIN_GAP_BYTES = 32;

/** Where longer runs of zeros are, the loader fills, which takes a third of the time of copying; it does so in few pieces. */
const MIN_FILL_BYTES = 65_536;

/** Custom section that tells the loader, as JSON, where the virtual machine is, and what of the memory is other than zeros. */
const START_SECTION = 'courier.start';

export function preinitializeWasm(bytes) {
  const { memory, vm } = started(bytes);
  const segments = nonZeroRuns(memory, STACK_END, MIN_GAP_BYTES).map(([start, end]) =>
    dataSegment(start, memory.subarray(start, end)),
  );
  const atStart = { vm, runs: nonZeroRuns(memory, STACK_END, MIN_FILL_BYTES) };
  let sections = readSections(bytes);
  sections = changeSection(sections, MEMORY_SECTION, () => memoryLimits(memory.length / PAGE_BYTES));
  sections = changeSection(sections, DATA_SECTION, () =>
    Buffer.concat([Buffer.from(varint(segments.length)), ...segments]),
  );
  return writeModule([...sections, customSection(START_SECTION, JSON.stringify(atStart))]);
}

function started(bytes) {
  const module = new WebAssembly.Module(bytes);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
      throw new Error(`jsonnet_make called ${name}: it can no longer be done at build time`);
    };
  }
  const { exports } = new WebAssembly.Instance(module, imports);
  const stackPointer = exports.__wbindgen_add_to_stack_pointer(0);
  const vm = exports.jsonnet_make();
  // the allocator keeps what it has once had
  exports.__wbindgen_free(exports.__wbindgen_malloc(SPARE_BYTES, 1), SPARE_BYTES, 1);
  if (stackPointer !== STACK_END || exports.__wbindgen_add_to_stack_pointer(0) !== STACK_END)
    throw new Error('the stack pointer is not where the module starts with it');
  return { memory: Buffer.from(exports.memory.buffer), vm };
}

/** Pairs of start and end, with gaps of so many bytes at least between them. */
function nonZeroRuns(memory, from, minGap) {
  const runs = [];
  for (let offset = from; offset < memory.length; offset++) {
    if (memory[offset] === 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && offset - last[1] < minGap) last[1] = offset + 1;
    else runs.push([offset, offset + 1]);
  }
  return runs;
}
