import { BOOL, INT, INT64, pointerTo, STRING, type StructType, sliceOf, UINT8 } from '../go-type';
import { GoInt, GoPointer, GoSlice, GoStruct, int, type Value } from '../value';
import { zeroOf } from '../zero';

const ZONE: StructType = {
  kind: 'struct',
  name: 'time.zone',
  fields: [
    { name: 'name', type: STRING },
    { name: 'offset', type: INT },
    { name: 'isDST', type: BOOL },
  ],
};

const TRANSITION: StructType = {
  kind: 'struct',
  name: 'time.zoneTrans',
  fields: [
    { name: 'when', type: INT64 },
    { name: 'index', type: UINT8 },
    { name: 'isstd', type: BOOL },
    { name: 'isutc', type: BOOL },
  ],
};

const ZONES = sliceOf(ZONE);
const TRANSITIONS = sliceOf(TRANSITION);

/** Go's `time.Location`. */
export const LOCATION: StructType = {
  kind: 'struct',
  name: 'time.Location',
  fields: [
    { name: 'name', type: STRING },
    { name: 'zone', type: ZONES },
    { name: 'tx', type: TRANSITIONS },
    { name: 'extend', type: STRING },
    { name: 'cacheStart', type: INT64 },
    { name: 'cacheEnd', type: INT64 },
    { name: 'cacheZone', type: pointerTo(ZONE) },
  ],
};

export interface Zone {
  readonly name: string;
  /** Seconds east of UTC. */
  readonly offset: number;
}

const BEGIN = new GoInt(-(2n ** 63n), INT64);
const END = new GoInt(2n ** 63n - 1n, INT64);

/** A place whose clocks never change. @param extend what a file of zones says of the time after its last change */
function makeLocation(name: string, { name: zoneName, offset }: Zone, extend = ''): GoStruct {
  const zone = struct(ZONE, [zoneName, int(offset), false]);
  const start = struct(TRANSITION, [BEGIN, new GoInt(0n, UINT8), false, false]);
  const zones = new GoSlice([zone], ZONES);
  const transitions = new GoSlice([start], TRANSITIONS);
  return struct(LOCATION, [name, zones, transitions, extend, BEGIN, END, new GoPointer(zone, ZONE)]);
}

function struct(type: StructType, values: readonly Value[]): GoStruct {
  return new GoStruct(new Map(type.fields.map(({ name }, at) => [name, values[at] as Value])), type);
}

const UTC_ZONE: Zone = { name: 'UTC', offset: 0 };

/** Go's own, which has no zones. */
export const UTC = new GoStruct(new Map((zeroOf(LOCATION) as GoStruct).fields).set('name', 'UTC'), LOCATION);

/** Where Go takes itself to be: its clock shows UTC, as in all containers. */
export const LOCAL = makeLocation('Local', UTC_ZONE, 'UTC0');

const wholeHours = new Map<number, GoStruct>();

/** A place made up for a zone. Go keeps those of whole hours without a name, so that times there compare as equal. */
export function fixedZone(zone: Zone): GoStruct {
  const { name, offset } = zone;
  if (name !== '' || offset % 3600 !== 0 || offset < -12 * 3600 || offset > 14 * 3600) return makeLocation(name, zone);
  const location = wholeHours.get(offset) ?? makeLocation(name, zone);
  wholeHours.set(offset, location);
  return location;
}

export function nameOf({ fields }: GoStruct): string {
  return fields.get('name') as string;
}

export function zoneOf({ fields }: GoStruct): Zone {
  const zone = (fields.get('zone') as GoSlice).items[0] as GoStruct | undefined;
  if (zone === undefined) return UTC_ZONE;
  return { name: zone.fields.get('name') as string, offset: Number((zone.fields.get('offset') as GoInt).value) };
}
