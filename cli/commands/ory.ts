import type { Command } from 'commander';
import { addOryExport } from './ory-export';
import { addOryImport } from './ory-import';

export function addOry(program: Command): void {
  const ory = program
    .command('ory')
    .description("Move an Ory identity configuration's SMS courier here, and point Ory at it.");
  addOryImport(ory);
  addOryExport(ory);
}
