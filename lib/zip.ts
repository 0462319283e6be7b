import { deflateSync, Zip, ZipPassThrough } from 'fflate';

/** A file, and its bytes as DEFLATE leaves them: most of what a zip costs, and the same for every zip that has the file. */
export interface DeflatedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly deflated: Uint8Array<ArrayBuffer>;
}

export function deflate(name: string, bytes: Uint8Array): DeflatedFile {
  return { name, bytes, deflated: deflateSync(bytes, { level: 6 }) };
}

/** Fixed, so that no file system, umask or time zone shows: zip stores local time, and this date is built from local parts. */
const ENTRY_ATTRIBUTES = { mtime: new Date(1980, 0, 1, 12), os: 3, attrs: 0o100644 << 16 } as const;

/** The same files give the same bytes, wherever they are zipped. */
export function zip(files: readonly DeflatedFile[]): Buffer {
  const chunks: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const file of files) {
    const entry = Object.assign(new Entry(file), ENTRY_ATTRIBUTES);
    archive.add(entry);
    entry.push(file.bytes, true);
  }
  archive.end();
  return Buffer.concat(chunks);
}

/** Counts and sums the bytes that it is given, and writes those that it has. */
class Entry extends ZipPassThrough {
  override compression = 8;

  constructor(private readonly file: DeflatedFile) {
    super(file.name);
  }

  protected override process(_chunk: Uint8Array, final: boolean): void {
    this.ondata(null, this.file.deflated, final);
  }
}
