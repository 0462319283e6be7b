/** WebAssembly's binary format, as far as the engine's module needs it: https://webassembly.github.io/spec/core/binary/modules.html */

const CUSTOM_SECTION = 0;
export const MEMORY_SECTION = 5;
export const DATA_SECTION = 11;

/** Magic number and version. */
const PREAMBLE_BYTES = 8;

export function readSections(bytes) {
  const sections = [];
  for (let offset = PREAMBLE_BYTES; offset < bytes.length; ) {
    const { value: size, next } = readVarint(bytes, offset + 1);
    sections.push({ id: bytes[offset], content: bytes.subarray(next, next + size) });
    offset = next + size;
  }
  return sections;
}

export function writeModule(sections) {
  return Buffer.concat([
    Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]),
    ...sections.flatMap(({ id, content }) => [Buffer.from([id, ...varint(content.length)]), content]),
  ]);
}

/** Returns the sections with the only one of this id changed. */
export function changeSection(sections, id, change) {
  const matching = sections.filter((section) => section.id === id);
  if (matching.length !== 1) throw new Error(`expected one section ${id} in the module, got ${matching.length}`);
  return sections.map((section) => (section.id === id ? { id, content: change(section.content) } : section));
}

/** An active segment of the only memory: flags, `i32.const` offset `end`, bytes. */
export function dataSegment(offset, bytes) {
  return Buffer.concat([Buffer.from([0, 0x41, ...signedVarint(offset), 0x0b, ...varint(bytes.length)]), bytes]);
}

export function customSection(name, text) {
  return { id: CUSTOM_SECTION, content: Buffer.from([...varint(name.length), ...Buffer.from(name + text)]) };
}

/** LEB128, as WebAssembly writes sizes. */
export function readVarint(bytes, offset) {
  let value = 0;
  for (let shift = 0, next = offset; ; shift += 7) {
    const byte = bytes[next++];
    value |= (byte & 0x7f) << shift;
    if ((byte & 0x80) === 0) return { value, next };
  }
}

export function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** The same for constants, whose last byte carries the sign in its second highest bit; for values from zero on. */
function signedVarint(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x40) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
