import { Token } from 'cdktf';

/** What all services that the courier uses take: https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html */
const MOST_TAGS = 50;
const MOST_KEY = 128;
const MOST_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u;
const ALLOWED = 'letters, digits, spaces and _.:/=+-@';

/** Reports tags that AWS refuses; values may be Terraform tokens. */
export function checkTags(tags: Readonly<Record<string, string>>): string[] {
  if (Token.isUnresolved(tags)) return ['tags is a Terraform token: give the map itself, whose values may be tokens'];
  const entries = Object.entries(tags);
  return [
    ...(entries.length <= MOST_TAGS ? [] : [`tags has ${entries.length} entries: AWS takes ${MOST_TAGS} at most`]),
    ...entries.flatMap(([key, value]) => [...checkKey(key), ...checkValue(key, value)]),
    ...checkTwins(Object.keys(tags)),
  ];
}

/** Roles do not tell upper case from lower: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
function checkTwins(keys: readonly string[]): string[] {
  const first = new Map(keys.toReversed().map((key) => [key.toLowerCase(), key]));
  return keys.flatMap((key) => {
    const twin = first.get(key.toLowerCase());
    return twin === key ? [] : [`tags "${twin}" and "${key}" are one and the same to IAM: keep one`];
  });
}

function checkKey(key: string): string[] {
  if (/^aws:/i.test(key)) return [`tag "${key}": keys that begin with aws: are AWS's own`];
  return key !== '' && key.length <= MOST_KEY && CHARACTERS.test(key)
    ? []
    : [`tag "${key}": use a key of 1 to ${MOST_KEY} ${ALLOWED}`];
}

function checkValue(key: string, value: string): string[] {
  if (Token.isUnresolved(value)) return [];
  return typeof value === 'string' && value.length <= MOST_VALUE && CHARACTERS.test(value)
    ? []
    : [`tag "${key}" has the value ${JSON.stringify(value)}: use at most ${MOST_VALUE} ${ALLOWED}`];
}
