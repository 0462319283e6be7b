import { BOOL, INT, STRING, type StructType, sliceOf } from '../go-type';
import { type GoInt, GoSlice, GoStruct, int, type Value } from '../value';

const ZONE: StructType = {
  kind: 'struct',
  name: 'time.zone',
  fields: [
    { name: 'name', type: STRING },
    { name: 'offset', type: INT },
    { name: 'isDST', type: BOOL },
  ],
};

/** Go's `time.Location`, of the fields that matter to a place whose clocks never change. */
export const LOCATION: StructType = {
  kind: 'struct',
  name: 'time.Location',
  fields: [
    { name: 'name', type: STRING },
    { name: 'zone', type: sliceOf(ZONE) },
  ],
};

export interface Zone {
  readonly name: string;
  /** Seconds east of UTC. */
  readonly offset: number;
}

function makeLocation(name: string, zone: Zone): GoStruct {
  const fields: [string, Value][] = [
    ['name', zone.name],
    ['offset', int(zone.offset)],
    ['isDST', false],
  ];
  const zones = new GoSlice([new GoStruct(new Map(fields), ZONE)], sliceOf(ZONE));
  return new GoStruct(new Map<string, Value>([['name', name]]).set('zone', zones), LOCATION);
}

const UTC_ZONE: Zone = { name: 'UTC', offset: 0 };

export const UTC = makeLocation('UTC', UTC_ZONE);

/** Where Go takes itself to be: its clock shows UTC, as in all containers. */
export const LOCAL = makeLocation('Local', UTC_ZONE);

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
  const { fields: zone } = (fields.get('zone') as GoSlice).items[0] as GoStruct;
  return { name: zone.get('name') as string, offset: Number((zone.get('offset') as GoInt).value) };
}
