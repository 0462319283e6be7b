import { ENCODING } from '../../../../lambda/template/sprig/encoding';
import { caller } from './call';

const call = caller(ENCODING);

it.each([
  ['b64enc', 'hé\udcff', 'aMOp/w=='],
  ['b64dec', 'aMOp/w==', 'hé\udcff'],
  ['b64dec', 'aM\nOp\r\n/w=\n=\n', 'hé\udcff'],
  ['b32enc', 'hello é', 'NBSWY3DPEDB2S==='],
  ['b32dec', 'NBSWY3DP\nEDB2S===', 'hello é'],
  ['b32enc', '', ''],
])('%s of %j', (name, text, expected) => {
  expect(call(name, text)).toBe(expected);
});

it.each([
  ['b64dec', 'a', 0],
  ['b64dec', 'abcdab', 4],
  ['b64dec', 'ab$d', 2],
  ['b64dec', '=', 0],
  ['b64dec', 'ab=', 3],
  ['b64dec', 'ab=\nx', 3],
  ['b64dec', 'ab==x', 4],
  ['b64dec', 'abc=\nx', 5],
  ['b32dec', 'A', 0],
  ['b32dec', 'NBSWY3D1', 7],
  ['b32dec', 'nbswy3dp', 0],
  ['b32dec', 'MY=====', 7],
  ['b32dec', 'MY==A===', 3],
  ['b32dec', 'MYA=====', 3],
])('%s of %j says at which byte it fails, as its result', (name, text, at) => {
  expect(call(name, text)).toBe(`illegal ${name === 'b64dec' ? 'base64' : 'base32'} data at input byte ${at}`);
});
