import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type RunningDev, startDev } from '../../local/dev';

// the SDK's word on this machine's Node.js is of no interest here
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const ROOT = join(__dirname, '../..');
const ARTIFACTS = join(ROOT, '.artifacts', 'browser');

/** Nothing of the browser's own may go over the network. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export function launch(): Promise<Browser> {
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** The example with two providers, with its inbox. */
export function startCourier(port: number): Promise<RunningDev> {
  return startDev({ example: 'failover', secrets: join(ROOT, 'examples/failover/secrets.json'), port });
}

/** A page of its own; what goes wrong in it fails the test that calls `problems`. */
export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly problems: string[]; close(): Promise<void> }> {
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) problems.push(`asks ${request.url()}`);
  });
  await page.goto(url);
  await page.getByRole('status').getByText('live', { exact: true }).waitFor();
  return { page, problems, close: () => context.close() };
}

/** For people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}

/** A measured figure, for the log and for people to read; no test fails on it but where it is absurd. */
export function report(what: string, milliseconds: number): void {
  mkdirSync(ARTIFACTS, { recursive: true });
  const line = `${what}: ${milliseconds.toFixed(0)} ms\n`;
  process.stdout.write(line);
  appendFileSync(join(ARTIFACTS, 'figures.txt'), line);
}

/** Distinct each time, so that no test meets another's message. */
export function phoneNumber(): string {
  return `+49151${String(Math.floor(Math.random() * 90_000_000) + 10_000_000)}`;
}

export function loginCode(recipient: string, code: string): Record<string, unknown> {
  return {
    recipient,
    template_type: 'login_code_valid',
    template_data: { login_code: code, expires_in_minutes: 10, identity: { traits: { lang: 'en' } } },
  };
}
