import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ProviderEmulator } from '../../lib/providers/emulator-base';
import type { LocalCourier } from '../../local/local-courier';

export const COMMAND = join(__dirname, '../../dist/cli/sms-courier.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** An operator's environment: AWS is this courier's local emulators. */
export function operatorEnvironment(courier: LocalCourier): Record<string, string> {
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_LAMBDA: courier.invokeEndpoint,
    AWS_ENDPOINT_URL_SQS: courier.queueEndpoint,
    AWS_ENDPOINT_URL_SSM: courier.awsEndpoint,
  };
}

/** Starts the command as an operator does, without a terminal. */
export function start(args: readonly string[], env: Readonly<Record<string, string>>, input = ''): Running {
  const child = spawn(process.execPath, [COMMAND, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  // a command that reads nothing may have ended before
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    child,
    finished: new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr }))),
  };
}

/** A provider that refuses what it is told to refuse, for good. */
export class FaultyProvider implements ProviderEmulator {
  readonly id = 'gateway';
  readonly origin = 'https://sms.example.com';
  broken = false;
  private count = 0;

  handle({ body }: Parameters<ProviderEmulator['handle']>[0]): ReturnType<ProviderEmulator['handle']> {
    if (this.broken) return { status: 400, headers: {}, body: '{"error":"sender 428193 unknown"}' };
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    this.count += 1;
    return {
      status: 201,
      headers: {},
      body: '{}',
      accepted: { id: String(this.count), from: 'ACME', to, text },
    };
  }
}
