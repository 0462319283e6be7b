import type { GoFunction } from '../go-function';
import { BOOL, STRING } from '../go-type';
import { define } from './define';

/** The last element; slashes at the end do not count. */
function base(path: string): string {
  if (path === '') return '.';
  const trimmed = withoutSlashesAtEnd(path);
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/** All but the last element, cleaned. */
function dir(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

/** The shortest path that is the same by its letters alone. */
function clean(path: string): string {
  const isRooted = path.startsWith('/');
  const elements: string[] = [];
  for (const element of path.split('/')) {
    if (element === '' || element === '.') continue;
    if (element !== '..') elements.push(element);
    else if (elements.length > 0 && elements.at(-1) !== '..') elements.pop();
    else if (!isRooted) elements.push(element);
  }
  return (isRooted ? '/' : '') + elements.join('/') || '.';
}

/** The last element from its last dot on. */
function ext(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? path.slice(dot) : '';
}

function isAbs(path: string): boolean {
  return path.startsWith('/');
}

const BASE = define([STRING], STRING, base);
const DIR = define([STRING], STRING, dir);
const CLEAN = define([STRING], STRING, clean);
const EXT = define([STRING], STRING, ext);
const IS_ABS = define([STRING], BOOL, isAbs);

/** The functions of the operating system's paths are those of Ory's: Linux. */
export const PATHS: Readonly<Record<string, GoFunction>> = {
  base: BASE,
  dir: DIR,
  clean: CLEAN,
  ext: EXT,
  isAbs: IS_ABS,
  osBase: BASE,
  osDir: DIR,
  osClean: CLEAN,
  osExt: EXT,
  osIsAbs: IS_ABS,
};
