import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for all that a run of tests puts into the folder for temporary files, cdktf's apps and processes of their own included. */
export default function setUp(): void {
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'sms-courier-tests-'));
}
