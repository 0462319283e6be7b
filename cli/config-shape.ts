import { isObject } from '../lambda/is-object';

/** What is wrong with a value, said with the path that leads to it; nothing if it is as it should be. */
type Shape = (value: unknown, path: string) => string[];

/** What of a courier.json is not as `lambda/config.ts` has it, so far that nothing could be done with it. */
export function shapeProblems(config: object): string[] {
  return COURIER(config, '');
}

function expected(what: string, isIt: (value: unknown) => boolean): Shape {
  return (value, path) =>
    isIt(value) ? [] : [`${path} is ${value === undefined ? 'missing' : 'of the wrong kind'}: give ${what}`];
}

const string = expected('a text', (value) => typeof value === 'string');
const filled = expected('a text that is not empty', (value) => typeof value === 'string' && value !== '');
const number = expected('a number', (value) => typeof value === 'number');
/** A text, or one that the deploy fills in. */
const deferred = expected(
  'a text',
  (value) => typeof value === 'string' || (isObject(value) && typeof value['env'] === 'string'),
);

function oneOf(...names: readonly string[]): Shape {
  return expected(`one of ${names.join(', ')}`, (value) => names.includes(String(value)));
}

function list(of: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => of(item, `${path}[${index}]`))
      : expected('a list', Array.isArray)(value, path);
}

function record(of: Shape): Shape {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, entry]) => of(entry, `${path}.${name}`))
      : expected('an object', isObject)(value, path);
}

/** The fields that it has, and a name with a question mark for one that it may have. */
function object(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (!isObject(value)) return expected('an object', isObject)(value, path);
    return Object.entries(fields).flatMap(([field, shape]) => {
      const name = field.replace('?', '');
      if (name !== field && value[name] === undefined) return [];
      return shape(value[name], path === '' ? name : `${path}.${name}`);
    });
  };
}

const PROVIDER = object({
  id: filled,
  channel: oneOf('sms', 'whatsapp'),
  secrets: record(object({ source: oneOf('ssm', 'secretsmanager'), name: deferred })),
  'response?': expected(
    'a text, or a list of an acceptance and a text',
    (value) =>
      typeof value === 'string' ||
      (Array.isArray(value) && value.length === 2 && isObject(value[0]) && typeof value[1] === 'string'),
  ),
});
const REQUEST = object({
  request: object({ url: deferred, method: filled, headers: record(deferred), 'body?': string }),
});
const CALL = object({ call: object({ service: oneOf('sns', 'sms-voice'), input: string }) });

const COURIER = object({
  courier: filled,
  allowedCountries: list(string),
  providers: list((value, path) => [
    ...PROVIDER(value, path),
    ...(isObject(value) ? ('call' in value ? CALL : REQUEST)(value, path) : []),
  ]),
  'routes?': list(
    object({
      countries: list(string),
      providers: (value, path) => (Array.isArray(value) ? list(string) : record(number))(value, path),
    }),
  ),
  delivery: object({
    maxAttempts: number,
    onAmbiguous: oneOf('retry', 'failover', 'drop'),
    defaultTtlSeconds: number,
    queueDays: number,
    ledgerDays: number,
  }),
  'templates?': record(record(string)),
  'limits?': object({ mode: oneOf('enforce', 'record') }),
});
