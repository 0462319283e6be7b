import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, progress } from './process';

/** AWS, emulated: https://docs.getmoto.org/en/latest/docs/server_mode.html */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

export async function startMoto(): Promise<Moto> {
  const begun = Date.now();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('moto_server', ['--host', '127.0.0.1', '--port', String(port)], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  let failure: string | undefined;
  child.once('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'ENOENT' ? "there is no moto_server: pip install 'moto[server]'" : error.message;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      failure ??= `moto_server ended with ${code}:\n${Buffer.concat(output).toString('utf8')}`;
      resolve();
    });
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };

  while (!(await answers(url))) {
    if (failure !== undefined) throw new Error(failure);
    if (Date.now() - begun > START_TIMEOUT_MS) {
      await stop();
      throw new Error(
        `moto_server did not answer within ${START_TIMEOUT_MS / 1000} s:\n${Buffer.concat(output).toString('utf8')}`,
      );
    }
    await sleep(100);
  }
  progress(`moto_server: answers after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return { url, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
