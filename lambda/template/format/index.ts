/** Go's `fmt` and `strconv.Quote`, byte for byte. */
export type { Methods } from './methods';
export { quote } from './quote';
export { sprint, sprintln } from './sprint';
export { sprintf } from './sprintf';
