import type { ImportedSecret } from './model';
import type { OryPlace } from './problem';

/** The secrets that an import comes upon: one name for one value. */
export class SecretNames {
  private readonly secrets = new Map<string, ImportedSecret>();
  private readonly values = new Map<string, string>();

  constructor(private readonly providerId: string) {}

  /** Notes a placeholder that the file itself has. */
  use(name: string, place: OryPlace): void {
    this.add(name, place, '', false);
  }

  /** Gives the placeholder that stands for a literal. */
  replace(value: string, preferredName: string, place: OryPlace, detail: string): string {
    const known = this.values.get(value);
    if (known !== undefined) return `{$${known}}`;
    let name = preferredName;
    for (let count = 2; this.secrets.has(name); count++) name = `${preferredName}_${count}`;
    this.values.set(value, name);
    this.add(name, place, detail, true);
    return `{$${name}}`;
  }

  list(): ImportedSecret[] {
    return [...this.secrets.values()];
  }

  private add(name: string, place: OryPlace, detail: string, wasLiteral: boolean): void {
    if (this.secrets.has(name)) return;
    const words = name.toLowerCase();
    const prefix = `${this.providerId.replaceAll('-', '_')}_`;
    const leaf = words.startsWith(prefix) ? words.slice(prefix.length) : words;
    this.secrets.set(name, { name, parameterName: `/sms/${this.providerId}/${leaf}`, place, detail, wasLiteral });
  }
}
