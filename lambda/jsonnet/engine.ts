import { JsonnetError } from './error';
import { asciiProgram, readFailure } from './failure';
import { OUTPUT_LIMIT_BYTES } from './limits';
import type { Program } from './program';

/** What `@arakoodev/jsonnet`'s WebAssembly exports (wasm-bindgen 0.2.92); pinned with the file's SHA-256. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  jsonnet_evaluate_snippet(
    result: number,
    vm: number,
    name: number,
    nameLength: number,
    source: number,
    sourceLength: number,
  ): void;
  __wbindgen_malloc(size: number, align: number): number;
  __wbindgen_add_to_stack_pointer(delta: number): number;
}

const FILE_NAME = Buffer.from('s');
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Where the build leaves what it knows of the memory that the module begins with. */
const START_SECTION = 'courier.start';

interface Start {
  /** Pointer to the virtual machine. */
  readonly vm: number;
  /** Pairs of start and end, in order. All between them is zero: the stack, and room to work in. */
  readonly runs: readonly (readonly [number, number])[];
}

/**
 * A Jsonnet engine over the WebAssembly of `@arakoodev/jsonnet` (jrsonnet).
 *
 * The package's own JavaScript leaks memory, returns errors as text and reads files. This loader gives the module no
 * host function that does anything, and starts every evaluation from the same memory: the linear memory is restored from
 * a snapshot, which is sound because the module's only mutable global is its stack pointer. An instance that trapped,
 * grew its memory or lost its stack pointer is dropped. How much memory there is, the module itself says.
 */
export class JsonnetEngine {
  private instance: Exports | undefined;
  /** What memory begins with, run by run. */
  private snapshot: readonly Uint8Array[] = [];
  private size = 0;
  private readonly start: Start;

  constructor(private readonly module: WebAssembly.Module) {
    const [section] = WebAssembly.Module.customSections(module, START_SECTION);
    if (section === undefined) throw new Error(`the module has no ${START_SECTION}: build it with npm run build`);
    this.start = JSON.parse(decoder.decode(section)) as Start;
  }

  /**
   * Evaluates a program and returns the manifested JSON text.
   *
   * @throws {JsonnetError} with places in the program's snippet
   */
  evaluate(program: Program): string {
    const text = this.run(program.text);
    if (isJson(text)) return text;
    throw readFailure(program, text, this.runInAscii(program, text));
  }

  /** What the engine says of a program's ASCII form: only there are its places right. */
  private runInAscii(program: Program, text: string): string | undefined {
    const inAscii = asciiProgram(program);
    if (inAscii.text === program.text) return text;
    try {
      return this.run(inAscii.text);
    } catch {
      return undefined;
    }
  }

  private run(source: string): string {
    const exports = this.ready();
    const stackPointer = exports.__wbindgen_add_to_stack_pointer(0);
    let text: string;
    try {
      text = this.call(exports, source);
    } catch (error) {
      this.instance = undefined;
      throw error instanceof JsonnetError ? error : new JsonnetError('limit', trapReason(error));
    }
    const intact =
      exports.__wbindgen_add_to_stack_pointer(0) === stackPointer && exports.memory.buffer.byteLength === this.size;
    if (!intact) this.instance = undefined;
    return text;
  }

  private call(exports: Exports, source: string): string {
    const result = exports.__wbindgen_add_to_stack_pointer(-16);
    const name = this.write(exports, FILE_NAME);
    const bytes = Buffer.from(source);
    const snippet = this.write(exports, bytes);
    exports.jsonnet_evaluate_snippet(result, this.start.vm, name, FILE_NAME.length, snippet, bytes.length);
    const view = new DataView(exports.memory.buffer);
    const length = view.getUint32(result + 4, true);
    if (length > OUTPUT_LIMIT_BYTES)
      throw new JsonnetError('limit', `the output has ${length} bytes: ${OUTPUT_LIMIT_BYTES} at most`);
    const text = decoder.decode(new Uint8Array(exports.memory.buffer, view.getUint32(result, true), length));
    exports.__wbindgen_add_to_stack_pointer(16);
    return text;
  }

  private write(exports: Exports, bytes: Buffer): number {
    const pointer = exports.__wbindgen_malloc(bytes.length, 1) >>> 0;
    new Uint8Array(exports.memory.buffer).set(bytes, pointer);
    return pointer;
  }

  private ready(): Exports {
    if (this.instance !== undefined) {
      this.restore(new Uint8Array(this.instance.memory.buffer));
      return this.instance;
    }
    const exports = new WebAssembly.Instance(this.module, hostStubs(this.module)).exports as unknown as Exports;
    const memory = new Uint8Array(exports.memory.buffer);
    this.size = memory.length;
    this.snapshot = this.start.runs.map(([from, to]) => memory.slice(from, to));
    this.instance = exports;
    return exports;
  }

  private restore(memory: Uint8Array): void {
    let end = 0;
    for (const [index, [from, to]] of this.start.runs.entries()) {
      memory.fill(0, end, from);
      memory.set(this.snapshot[index] as Uint8Array, from);
      end = to;
    }
    memory.fill(0, end);
  }
}

/** Every import of the module, each of them only able to fail: no file, no callback, no clock. */
function hostStubs(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => never>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
      throw new Error('the engine panicked');
    };
  }
  return imports;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function trapReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /memory|allocation/i.test(message) ? 'ran out of memory or stack' : `the engine stopped: ${message}`;
}
