import type * as Yaml from 'yaml';
import { OryConfigError, type OryPlace } from './problem';

type YamlNode = Yaml.ParsedNode | null;

/** A value of Ory's configuration, and where it stands in the file. */
export class OryValue {
  constructor(
    private readonly source: Source,
    private readonly node: YamlNode,
    /** Where the key stands, or the value where there is none. */
    private readonly offset: number,
    /** Such as `courier.channels[0].request_config.url`; empty for the whole file. */
    readonly path: string,
  ) {}

  get place(): OryPlace {
    return { path: this.path, file: this.source.file, line: this.source.lineAt(this.offset) };
  }

  /** The field of a mapping; undefined if there is none, or if this is no mapping. */
  get(name: string): OryValue | undefined {
    return this.fields().find(([key]) => key === name)?.[1];
  }

  /** The field at the end of a path; undefined if one is missing on the way. */
  at(...names: readonly string[]): OryValue | undefined {
    return names.reduce<OryValue | undefined>((value, name) => value?.get(name), this);
  }

  /** The fields of a mapping, those of its merge keys (`<<`) last; none if this is no mapping. */
  fields(): readonly (readonly [string, OryValue])[] {
    const { yaml } = this.source;
    if (!yaml.isMap(this.node)) return [];
    const own: (readonly [string, OryValue])[] = [];
    const merged: (readonly [string, OryValue])[] = [];
    for (const { key, value } of (this.node as Yaml.YAMLMap.Parsed).items) {
      const name = String(yaml.isScalar(key) ? key.value : key);
      const child = this.child(value, key.range[0], this.path === '' ? name : `${this.path}.${name}`);
      if (name === '<<') merged.push(...child.mergedFields(this.path));
      else own.push([name, child]);
    }
    return [...own, ...merged.filter(([name]) => !own.some(([key]) => key === name))];
  }

  /** The items of a list; undefined if this is none. */
  items(): readonly OryValue[] | undefined {
    if (!this.source.yaml.isSeq(this.node)) return undefined;
    return (this.node as Yaml.YAMLSeq.Parsed).items.map((item, index) =>
      this.child(item, item.range[0], `${this.path}[${index}]`),
    );
  }

  isMapping(): boolean {
    return this.source.yaml.isMap(this.node);
  }

  /** A text, number, boolean or null; undefined for a list or mapping. */
  scalar(): unknown {
    if (this.node === null) return null;
    return this.source.yaml.isScalar(this.node) ? this.node.value : undefined;
  }

  /** A copy in which what anchors shared is in each place; scalars stay as they are written. */
  copy(): Yaml.Node {
    const { yaml } = this.source;
    const items = this.items();
    if (items !== undefined) {
      const list = new yaml.YAMLSeq();
      for (const item of items) list.add(item.copy());
      return list;
    }
    if (this.isMapping()) {
      const map = new yaml.YAMLMap();
      for (const [name, value] of this.fields()) map.set(name, value.copy());
      return map;
    }
    const scalar = (yaml.isScalar(this.node) ? this.node.clone() : new yaml.Scalar(null)) as Yaml.Scalar;
    delete scalar.anchor;
    return scalar;
  }

  private child(node: YamlNode, offset: number, path: string): OryValue {
    return new OryValue(this.source, this.source.resolve(node), offset, path);
  }

  private mergedFields(path: string): readonly (readonly [string, OryValue])[] {
    const maps = this.items() ?? [this];
    return maps.flatMap((map) =>
      map
        .fields()
        .map(
          ([name, { node, offset }]) =>
            [name, this.child(node, offset, path === '' ? name : `${path}.${name}`)] as const,
        ),
    );
  }
}

interface Source {
  readonly yaml: typeof Yaml;
  readonly file: string;
  lineAt(offset: number): number;
  /** What an alias stands for. */
  resolve(node: YamlNode): YamlNode;
}

/** Loads the parser, which takes 40 ms, when there is something to parse: most authors import nothing from Ory. */
export function loadYaml(): typeof Yaml {
  return require('yaml') as typeof Yaml;
}

/** Reads YAML, and so JSON too. @throws {OryConfigError} */
export function parseOryDocument(text: string, file: string): OryValue {
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  if (text.includes('\0'))
    throw new OryConfigError(file, [
      { path: '', file, line: 1, text: 'is no text in UTF-8 but in UTF-16: save it anew' },
    ]);
  const document = yaml.parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  // what follows the first error is mostly its consequence
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    const text = `is not YAML: ${EXPLAINED[error.code] ?? words(error.code)}, at column ${col}`;
    throw new OryConfigError(file, [{ path: '', file, line, text }]);
  }
  yaml.visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      const isCycle = target !== undefined && ancestors.includes(target);
      if (target !== undefined && !isCycle) return;
      const problem = isCycle ? 'an alias refers to itself' : 'there is no anchor for an alias';
      const line = lineAt(alias.range?.[0] ?? 0);
      throw new OryConfigError(file, [{ path: '', file, line, text: `is not YAML: ${problem}` }]);
    },
  });
  const resolve = (node: YamlNode): YamlNode =>
    yaml.isAlias(node) ? ((node.resolve(document) as YamlNode | undefined) ?? null) : node;
  const root = document.contents;
  return new OryValue({ yaml, file, lineAt, resolve }, root, root?.range[0] ?? 0, '');
}

/** The parser's own messages quote the file, which may hold credentials. https://eemeli.org/yaml/#errors */
const EXPLAINED: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit what is above it',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping stands where a value belongs; put quotes around a value that holds ": "',
  DUPLICATE_KEY: 'the key stands twice',
  MISSING_CHAR: 'a quote, bracket or colon is missing',
  MULTIPLE_DOCS: 'it holds several documents; give one',
  TAB_AS_INDENT: 'a tab is used for indentation; use spaces',
  UNEXPECTED_TOKEN: 'this cannot stand here',
};

function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
