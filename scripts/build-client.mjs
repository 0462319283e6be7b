/** The client for backends. It is in a place of its own, since a backend has neither CDK installed. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

export function buildClient(root, tsc) {
  rmSync(join(root, 'dist/client'), { recursive: true, force: true });
  tsc(['--project', 'tsconfig.client.json']);
}
