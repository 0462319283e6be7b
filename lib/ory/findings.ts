import type { OryDisposition, OryImportEntry, OryImportReport } from './model';
import { OryConfigError, type OryPlace, type OryRemark } from './problem';

/** Collects what an import finds, so that one run tells all of it. */
export class Findings {
  private readonly entries: OryImportEntry[] = [];
  private readonly problems: OryRemark[] = [];

  constructor(private readonly file: string) {}

  note(disposition: OryDisposition, place: OryPlace, text: string): void {
    this.entries.push({ ...place, disposition, text });
  }

  problem(place: OryPlace, text: string): undefined {
    this.problems.push({ ...place, text });
    return undefined;
  }

  /** @throws {OryConfigError} if there is a problem */
  check(): void {
    if (this.problems.length > 0) throw this.error();
  }

  error(): OryConfigError {
    return new OryConfigError(this.file, this.problems.toSorted(byLine));
  }

  report(): OryImportReport {
    return { file: this.file, entries: this.entries.toSorted(byLine) };
  }
}

function byLine(a: OryPlace, b: OryPlace): number {
  return a.line - b.line;
}
