import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { createGuards, type Resolve } from '../../lambda/request/guard';
import { canonicalHost, destinationsOf } from '../../lambda/request/hosts';
import type { HttpRequest } from '../../lambda/request/request';
import { createSender, SendError, type SenderOptions } from '../../lambda/request/send';
import { blockOf, dotted, NON_GLOBAL, textsOf } from '../support/addresses';
import { type Dials, watchDials } from '../support/dials';
import fc from '../support/fast-check';

/**
 * What a request may not reach, it does not: listeners on 127.0.0.1 and ::1 count connections, and every address that the
 * process dials is led to the first and written down. The positive controls go the same way, and are counted.
 */
let dials: Dials;
let listeners: net.Server[];
let connections: number;
/** What a listener answers to plain http; a TLS handshake fails at it. */
let answer: (socket: net.Socket) => void;

beforeEach(async () => {
  connections = 0;
  answer = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  const count = (socket: net.Socket) => {
    connections++;
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  };
  listeners = await Promise.all(['127.0.0.1', '::1'].map((host) => listening(net.createServer(count), host)));
  dials = watchDials(portOf(listeners[0] as net.Server));
});

afterEach(() => {
  dials.restore();
  for (const listener of listeners) listener.close();
});

function listening<S extends net.Server>(server: S, host: string): Promise<S> {
  return new Promise((resolve) => server.listen(0, host, () => resolve(server)));
}

function portOf(server: net.Server): number {
  return (server.address() as AddressInfo).port;
}

/** A resolver that gives these addresses, or those of each call in turn. */
const resolving =
  (...answers: string[][]): Resolve =>
  (_host, _options, callback) => {
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    setImmediate(() =>
      callback(
        null,
        addresses.map((address) => ({ address, family: net.isIP(address) })),
      ),
    );
  };

interface Attempt extends SenderOptions {
  readonly hosts?: readonly string[];
  readonly allowPlainHttp?: boolean;
}

function provider(url: string, { hosts, allowPlainHttp = false }: Attempt) {
  return destinationsOf({
    id: 'http',
    channel: 'sms',
    request: { url, method: 'POST', headers: {} },
    secrets: {},
    allowPlainHttp,
    ...(hosts === undefined ? {} : { allowedHosts: hosts }),
  });
}

/** What comes of a request to `url` by a provider whose url it is, or whose hosts are given. */
async function attempt(url: string, options: Attempt = {}): Promise<string> {
  const request: HttpRequest = { method: 'POST', url: new URL(url), headers: new Map(), body: '{}' };
  try {
    const { status } = await createSender(options).send(request, provider(url, options), 2000);
    return `HTTP ${status}`;
  } catch (error) {
    if (error instanceof SendError) return `${error.outcome}: ${error.message}`;
    throw error;
  }
}

function expectNoConnection(): void {
  expect([dials.addresses, connections]).toEqual([[], 0]);
}

describe('positive controls', () => {
  it('a public address is dialled', async () => {
    expect(await attempt('https://sms.example.com/', { resolve: resolving(['8.8.8.8']) })).toMatch(/^unavailable: /);
    expect([dials.addresses, connections]).toEqual([['8.8.8.8'], 1]);
  });

  it('a public address in the url is dialled', async () => {
    await attempt('https://8.8.8.8/');
    await attempt('https://[2600:1f18::1]/');
    expect([dials.addresses, connections]).toEqual([['8.8.8.8', '2600:1f18::1'], 2]);
  });

  it.each(['10.1.2.3', '172.31.0.9', '192.168.1.1', '100.64.0.1', 'fd12::1', '64:ff9b::10.1.2.3'])(
    'a private address of a private host is dialled: %s',
    async (address) => {
      const options = { resolve: resolving([address]), privateHosts: ['sms.internal'], allowPlainHttp: true };
      expect(await attempt('http://sms.internal/', options)).toBe('HTTP 200');
      expect([dials.addresses, connections]).toEqual([[address], 1]);
    },
  );

  it('a private host may be an address, and be written in capitals', async () => {
    expect(await attempt('http://10.1.2.3/', { privateHosts: ['10.1.2.3'], allowPlainHttp: true })).toBe('HTTP 200');
    expect(await attempt('http://[fd12::1]/', { privateHosts: ['FD12::1'], allowPlainHttp: true })).toBe('HTTP 200');
    const balancer = {
      resolve: resolving(['10.1.2.3']),
      privateHosts: ['internal-Sms-1.eu-central-1.elb.amazonaws.com'],
    };
    expect(await attempt('https://INTERNAL-sms-1.eu-central-1.elb.amazonaws.com/', balancer)).toMatch(/^unavailable/);
    expect([dials.addresses, connections]).toEqual([['10.1.2.3', 'fd12::1', '10.1.2.3'], 3]);
  });

  it('an endpoint that the operator sets is dialled, wherever it is', async () => {
    const endpoints = { 'https://sms.example.com': 'http://127.0.0.1:1' };
    expect(await attempt('https://sms.example.com/', { endpoints })).toBe('HTTP 200');
    expect([dials.addresses, connections]).toEqual([['127.0.0.1'], 1]);
  });

  it('so is one that he sets by its name', async () => {
    const options = { endpoints: { 'https://sms.example.com': 'http://localhost:1' } };
    expect(await attempt('https://sms.example.com/', options)).toBe('HTTP 200');
    // but not for a provider whose own url it is
    expect(await attempt('http://localhost:1/', { ...options, allowPlainHttp: true })).toContain('bad_request');
    expect(connections).toBe(1);
  });

  it('a private host over TLS answers, under its own name only', async () => {
    const fixture = (name: string) => readFileSync(join(__dirname, '../fixtures/tls', name));
    const names: unknown[] = [];
    const server = await listening(
      https.createServer({ key: fixture('key.pem'), cert: fixture('cert.pem') }, (incoming, outgoing) => {
        names.push((incoming.socket as tls.TLSSocket & { servername: string }).servername);
        outgoing.end('ok');
      }),
      '127.0.0.1',
    );
    dials.restore();
    dials = watchDials(portOf(server));
    const connect = tls.connect;
    const trusting = jest
      .spyOn(tls, 'connect')
      .mockImplementation(((options: tls.ConnectionOptions, ...rest: []) =>
        connect({ ...options, ca: fixture('cert.pem') }, ...rest)) as typeof tls.connect);
    const options = { resolve: resolving(['10.1.2.3']), privateHosts: ['sms.internal', 'other.internal'] };
    expect(await attempt('https://sms.internal/', options)).toBe('HTTP 200');
    expect(await attempt('https://other.internal/', options)).toBe(
      'unavailable: no connection: ERR_TLS_CERT_ALTNAME_INVALID',
    );
    trusting.mockRestore();
    server.closeAllConnections();
    server.close();
    expect(names).toEqual(['sms.internal']);
    expect(dials.addresses).toEqual(['10.1.2.3', '10.1.2.3']);
  });
});

const LOCAL = 'has a loopback, link-local or reserved address, which is never dialled';
const PRIVATE = "has a private address: if it is a service inside your VPC, list it in the courier's privateHosts";

describe('an address in the url is refused', () => {
  it.each([
    ['loopback', '127.0.0.1', LOCAL],
    ['loopback in decimal', '2130706433', LOCAL],
    ['loopback in hexadecimal', '0x7f000001', LOCAL],
    ['loopback in octal', '017700000001', LOCAL],
    ['loopback in parts of each', '0x7f.0.0.01', LOCAL],
    ['loopback, shortened', '127.1', LOCAL],
    ['loopback with a dot at its end', '127.0.0.1.', LOCAL],
    ['loopback in full-width digits', '１２７.０.０.１', LOCAL],
    ['loopback in circled digits', '①②⑦.⓪.⓪.①', LOCAL],
    ['loopback, percent-encoded', '%31%32%37.0.0.1', LOCAL],
    ['loopback with ideographic dots', '127。0。0。1', LOCAL],
    ['another of the loopback addresses', '127.8.9.10', LOCAL],
    ['the unspecified address', '0.0.0.0', LOCAL],
    ['the unspecified address, shortened', '0', LOCAL],
    ['instance metadata', '169.254.169.254', LOCAL],
    ['instance metadata in decimal', '2852039166', LOCAL],
    ['instance metadata in hexadecimal', '0xa9fea9fe', LOCAL],
    ['instance metadata in octal', '0251.0376.0251.0376', LOCAL],
    ['instance metadata, shortened', '169.254.43518', LOCAL],
    ['container credentials', '169.254.170.2', LOCAL],
    ['the runtime of the function', '169.254.100.1', LOCAL],
    ['a private address', '10.0.0.1', PRIVATE],
    ['a private address in decimal', '167772161', PRIVATE],
    ['a private address of class B', '172.16.0.1', PRIVATE],
    ['a private address of class C', '192.168.0.1', PRIVATE],
    ['a shared address', '100.64.0.1', PRIVATE],
    ['multicast', '224.0.0.1', LOCAL],
    ['broadcast', '255.255.255.255', LOCAL],
    ['documentation', '192.0.2.1', LOCAL],
    ['loopback in IPv6', '[::1]', LOCAL],
    ['loopback in IPv6, written out', '[0:0:0:0:0:0:0:1]', LOCAL],
    ['the unspecified address in IPv6', '[::]', LOCAL],
    ['IPv4-mapped loopback', '[::ffff:127.0.0.1]', LOCAL],
    ['IPv4-mapped loopback in hexadecimal', '[::ffff:7f00:1]', LOCAL],
    ['IPv4-mapped loopback, written out', '[0:0:0:0:0:ffff:7f00:0001]', LOCAL],
    ['IPv4-mapped metadata', '[::ffff:169.254.169.254]', LOCAL],
    ['an IPv4-mapped private address', '[::ffff:10.0.0.1]', LOCAL],
    ['IPv4-compatible loopback', '[::127.0.0.1]', LOCAL],
    ['metadata through NAT64', '[64:ff9b::169.254.169.254]', LOCAL],
    ['metadata through NAT64 of local use', '[64:ff9b:1::a9fe:a9fe]', LOCAL],
    ['metadata through 6to4', '[2002:a9fe:a9fe::1]', LOCAL],
    ['metadata through Teredo', '[2001:0:a9fe:a9fe:0:0:0:0]', LOCAL],
    ['instance metadata over IPv6', '[fd00:ec2::254]', LOCAL],
    ['unique local', '[fd12:3456::1]', PRIVATE],
    ['link-local in IPv6', '[fe80::1]', LOCAL],
    ['site-local', '[fec0::1]', LOCAL],
    ['multicast in IPv6', '[ff02::1]', LOCAL],
    ['documentation in IPv6', '[2001:db8::1]', LOCAL],
  ])('%s: %s', async (_, host, why) => {
    expect(await attempt(`https://${host}/secret`)).toMatch(new RegExp(`^bad_request: host [0-9a-f.:]+ ${why}`));
    expect(await attempt(`http://${host}:8080/secret`, { allowPlainHttp: true })).toMatch(/^bad_request: host/);
    expectNoConnection();
  });

  it.each(NON_GLOBAL)('%s (%s)', async (cidr) => {
    const { first, last, family } = blockOf(cidr);
    for (const text of [first, last].flatMap((value) => textsOf(value, family))) {
      expect(await attempt(`https://${family === 4 ? text : `[${text}]`}/`)).toMatch(/^bad_request: /);
    }
    expectNoConnection();
  });
});

describe('a name is refused for what it resolves to', () => {
  it.each(NON_GLOBAL)('%s (%s)', async (cidr) => {
    const { first, last, family } = blockOf(cidr);
    for (const address of [first, last].flatMap((value) => textsOf(value, family))) {
      expect(await attempt('https://sms.example.com/', { resolve: resolving([address]) })).toMatch(
        /^bad_request: host sms\.example\.com has a /,
      );
    }
    expectNoConnection();
  });

  it('without telling the address, which may be internal', async () => {
    expect(await attempt('https://sms.example.com/', { resolve: resolving(['10.1.2.3']) })).toBe(
      `bad_request: host sms.example.com ${PRIVATE}`,
    );
  });

  it('by the resolver of the system', async () => {
    expect(await attempt('https://localhost/')).toBe(
      `bad_request: host localhost ${LOCAL}: use the name that its provider documents`,
    );
    expectNoConnection();
  });

  it('even a private host, for loopback and link-local', async () => {
    for (const address of [
      '127.0.0.1',
      '::1',
      '169.254.169.254',
      '169.254.170.2',
      'fd00:ec2::254',
      'fe80::1',
      '0.0.0.0',
    ]) {
      const options = { resolve: resolving([address]), privateHosts: ['sms.internal'], allowPlainHttp: true };
      expect(await attempt('https://sms.internal/', options)).toContain(LOCAL);
      expect(await attempt('http://sms.internal/', options)).toContain(LOCAL);
    }
    expectNoConnection();
  });

  it('whose private host is another', async () => {
    const options = { resolve: resolving(['10.1.2.3']), privateHosts: ['other.internal', 'internal'] };
    expect(await attempt('https://sms.internal/', options)).toContain(PRIVATE);
    expectNoConnection();
  });

  it('that changes between one request and the next', async () => {
    answer = (socket) => socket.destroy();
    const sender = createSender({ resolve: resolving(['8.8.8.8'], ['169.254.169.254'], ['127.0.0.1']) });
    const url = 'https://sms.example.com/';
    const request: HttpRequest = { method: 'POST', url: new URL(url), headers: new Map(), body: '{}' };
    const outcomes: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      await sender.send(request, provider(url, {}), 2000).catch(({ outcome }) => outcomes.push(outcome));
    }
    expect(outcomes).toEqual(['unavailable', 'bad_request', 'bad_request']);
    expect([dials.addresses, connections]).toEqual([['8.8.8.8'], 1]);
  });

  it('by each of its addresses: only the others are dialled', async () => {
    const mixed = ['127.0.0.1', '169.254.169.254', '10.0.0.1', '8.8.8.8', '::1', 'fd00:ec2::254'];
    answer = (socket) => socket.destroy();
    await attempt('https://sms.example.com/', { resolve: resolving(mixed) });
    expect([dials.addresses, connections]).toEqual([['8.8.8.8'], 1]);
  });
});

it('takes an answer without addresses for an outage', async () => {
  expect(await attempt('https://sms.example.com/', { resolve: resolving([]) })).toBe(
    'unavailable: host sms.example.com has no address',
  );
});

it('gives a socket of one family one address, and one of both all that are allowed', async () => {
  const { lookup } = createGuards([], resolving(['127.0.0.1', '8.8.8.8', '2600:1f18::1']))['https:'];
  const asked = (options: dns.LookupOptions) =>
    new Promise((resolve) => lookup('sms.example.com', options, (...answers) => resolve(answers)));
  expect(await asked({ family: 4 })).toEqual([null, '8.8.8.8', 4]);
  expect(await asked({ all: true })).toEqual([
    null,
    [
      { address: '8.8.8.8', family: 4 },
      { address: '2600:1f18::1', family: 6 },
    ],
  ]);
});

it('asks the resolver for all addresses, whatever the socket wants', async () => {
  const asked = jest.spyOn(dns, 'lookup');
  const { lookup } = createGuards([])['https:'];
  await new Promise((resolve) => lookup('localhost', { family: 4 }, resolve));
  expect(asked.mock.calls[0]?.[1]).toEqual({ family: 4, all: true });
  asked.mockRestore();
});

describe('a redirect is not followed', () => {
  it.each(['http://127.0.0.1:$PORT/', 'http://[::1]:$PORT6/', 'http://169.254.169.254/latest/meta-data/'])(
    'to %s',
    async (location) => {
      const target = location
        .replace('$PORT6', String(portOf(listeners[1] as net.Server)))
        .replace('$PORT', String(portOf(listeners[0] as net.Server)));
      answer = (socket) => socket.end(`HTTP/1.1 307 Moved\r\nLocation: ${target}\r\nContent-Length: 0\r\n\r\n`);
      const options = { resolve: resolving(['10.1.2.3']), privateHosts: ['sms.internal'], allowPlainHttp: true };
      expect(await attempt('http://sms.internal/', options)).toBe('HTTP 307');
      expect([dials.addresses, connections]).toEqual([['10.1.2.3'], 1]);
    },
  );
});

describe('a host that is none of the provider’s is refused before it is looked up', () => {
  const asked = jest.fn();
  const hosts = ['sms.example.com', 'eu.example.com:8443', '[2600:1f18::1]', 'BÜCHER.example.com'];

  it.each([
    'https://evil.example.net/',
    'https://sms.example.com:8443/',
    'https://eu.example.com/',
    'https://sms.example.com.evil.example.net/',
    'https://sms.example.com@evil.example.net/',
    'https://sms.example.com%2eevil.example.net/',
    'https://evil.example.net/sms.example.com',
    'https://evil.example.net#@sms.example.com',
    'https://evil.example.net\\@sms.example.com/',
    'https://xsms.example.com/',
    'https://sms.example.com./',
    'https://8.8.8.8/',
    'https://[2600:1f18::2]/',
  ])('%s', async (url) => {
    expect(await attempt(url, { hosts, resolve: asked })).toMatch(
      /^bad_request: host \S+ is not one of the provider's: list it in the provider's hosts$/,
    );
    expect(asked).not.toHaveBeenCalled();
    expectNoConnection();
  });

  it.each([
    'https://sms.example.com/a',
    'https://SMS.example.com:443/',
    'https://eu.example.com:8443/',
    'https://[2600:1F18:0::1]/',
    'https://bücher.example.com/',
  ])('while %s is one', async (url) => {
    expect(await attempt(url, { hosts, resolve: resolving(['8.8.8.8']) })).toMatch(/^unavailable/);
    expect(connections).toBe(1);
  });

  it('and so is every host, if the url names none', async () => {
    for (const url of [
      'https://{$TENANT}.example.com/',
      '{$URL}',
      'https://example.com:{$PORT}/',
      'function(ctx) ctx.url',
    ]) {
      const destinations = provider(url, {});
      const request: HttpRequest = {
        method: 'POST',
        url: new URL('https://secret.example.com/'),
        headers: new Map(),
        body: '',
      };
      await expect(createSender({ resolve: asked }).send(request, destinations, 1000)).rejects.toMatchObject({
        outcome: 'bad_request',
        message: 'the provider has no host: write it out in url, without {$…}',
      });
    }
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('codes do not travel the internet in clear', () => {
  it.each([
    ['http where https is expected', 'http://sms.example.com/', {}, 'http://sms.example.com is not allowed: use https'],
    ['another scheme', 'ftp://sms.example.com/', {}, 'ftp://sms.example.com is not allowed: use https'],
    [
      'a user in the url',
      'https://user:secret@sms.example.com/',
      {},
      'the url of sms.example.com holds a user or password',
    ],
    [
      'http to a public address',
      'http://sms.example.com/',
      { allowPlainHttp: true, resolve: resolving(['8.8.8.8']) },
      'host sms.example.com has a public address, where plain http is not allowed: use https',
    ],
    [
      'http to a public address of a private host',
      'http://sms.example.com/',
      { allowPlainHttp: true, privateHosts: ['sms.example.com'], resolve: resolving(['8.8.8.8']) },
      'host sms.example.com has a public address, where plain http is not allowed: use https',
    ],
    [
      'http to a public address in the url',
      'http://8.8.8.8/',
      { allowPlainHttp: true, privateHosts: ['8.8.8.8'] },
      'host 8.8.8.8 has a public address',
    ],
  ])('%s', async (_, url, options, why) => {
    const said = await attempt(url, options);
    expect(said).toContain(`bad_request: ${why}`);
    expect(said).not.toContain('secret');
    expectNoConnection();
  });
});

it('reads a host as an author writes it', () => {
  expect(['SMS.example.com', 'a.example.com:8443', '10.0.3.4', 'fd12::1', '[fd12::1]:8443'].map(canonicalHost)).toEqual(
    ['sms.example.com', 'a.example.com:8443', '10.0.3.4', '[fd12::1]', '[fd12::1]:8443'],
  );
  for (const text of [
    '',
    ' ',
    '*.example.com',
    'https://a.example.com',
    'a/b',
    'a@b',
    'a?b',
    'a#b',
    'a\\b',
    'a b',
    'a:b',
  ]) {
    expect([text, canonicalHost(text)]).toEqual([text, undefined]);
  }
});

describe('property', () => {
  const value = fc
    .constantFrom(...NON_GLOBAL.map(([cidr]) => blockOf(cidr)))
    .chain(({ first, last, family }) => fc.bigInt({ min: first, max: last }).map((number) => ({ number, family })));

  /** A number as inet_aton reads it: https://url.spec.whatwg.org/#ipv4-number-parser */
  const numeral = (number: bigint) =>
    fc.tuple(fc.constantFrom(8, 10, 16), fc.nat(3), fc.boolean()).map(([base, zeros, upper]) => {
      const digits = number.toString(base);
      if (base === 10) return digits;
      const text = `${base === 8 ? '0' : '0x'}${'0'.repeat(zeros)}${digits}`;
      return upper ? text.toUpperCase() : text;
    });

  /** One to four numerals, the last of which takes all the bytes that are left; a character may be written as another. */
  const spelling4 = (number: bigint) =>
    fc
      .integer({ min: 1, max: 4 })
      .chain((parts) => {
        const heads = Array.from({ length: parts - 1 }, (_, index) => (number >> BigInt(24 - 8 * index)) & 0xffn);
        const tail = number & ((1n << BigInt(8 * (5 - parts))) - 1n);
        return fc.tuple(...[...heads, tail].map(numeral));
      })
      .chain((numerals) =>
        fc.tuple(fc.constant(numerals), fc.constantFrom('.', '。', '．', '%2e'), fc.boolean(), fc.nat(2)),
      )
      .map(([numerals, dot, trailing, disguise]) => {
        const text = numerals.join(dot) + (trailing ? '.' : '');
        if (disguise === 0) return text;
        return text.replace(/(?<!%|%2)[0-9]/g, (digit) =>
          disguise === 1 ? String.fromCodePoint(0xff10 + Number(digit)) : `%3${digit}`,
        );
      });

  const host = value.chain(({ number, family }) =>
    family === 4
      ? fc.oneof(spelling4(number), fc.constantFrom(`[::ffff:${dotted(number)}]`, `[64:ff9b::${dotted(number)}]`))
      : fc.constantFrom(...textsOf(number, 6)).map((text) => `[${text}]`),
  );

  it('no spelling of a non-global address in a url gets through', async () => {
    await fc.assert(
      fc.asyncProperty(host, async (text) => {
        expect(await attempt(`https://${text}/`)).toMatch(/^bad_request: host [0-9a-f.:]+ has a /);
        expectNoConnection();
      }),
      { numRuns: 1_000 },
    );
  });

  it('no answer with non-global addresses gets one through', async () => {
    const answers = fc.array(
      value.chain(({ number, family }) => fc.constantFrom(...textsOf(number, family))),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (addresses) => {
        expect(await attempt('https://sms.example.com/', { resolve: resolving(addresses) })).toMatch(/^bad_request: /);
        expectNoConnection();
      }),
      { numRuns: 300 },
    );
  });
});
