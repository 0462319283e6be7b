/** The notices that the licences of bundled packages ask for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @arakoodev/jsonnet ships no licence of its own. What we take of it is its WebAssembly file, which is jrsonnet,
 * under the MIT licence; the sources are in the package, and its repository (arakoodev/EdgeChains) is MIT as well.
 */
const ENGINE = {
  title: '@arakoodev/jsonnet 0.24.0 (WebAssembly build of jrsonnet 0.5.0-pre95)',
  licence: 'MIT',
  text: `Copyright (c) Yaroslav Bolyukin and the jrsonnet contributors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`,
};

/** One section a package whose files went into the bundle, with the licence text that the package ships. */
export function thirdPartyNotices(root, inputs) {
  const names = new Set(
    inputs.flatMap(
      (input) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[1] ?? [],
    ),
  );
  const sections = [...names].sort().map((name) => packageNotice(root, name));
  return [ENGINE, ...sections]
    .map(({ title, licence, text }) => `${title}\nLicence: ${licence}\n\n${text.trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function packageNotice(root, name) {
  const directory = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  if (!license) throw new Error(`${name} states no licence: it cannot be bundled`);
  const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  const text =
    file && existsSync(join(directory, file))
      ? readFileSync(join(directory, file), 'utf8')
      : `The package ships no licence text; see https://spdx.org/licenses/${license}.html`;
  return { title: `${name} ${version}`, licence: license, text };
}
