/** Go's `fmt` and `strconv.Quote`, byte for byte. */
export { quote } from './quote';
export { sprint, sprintln } from './sprint';
export { sprintf } from './sprintf';
