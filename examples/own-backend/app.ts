/**
 * Sign-in with a code by SMS.
 *
 *   POST /sign-in         { "phone": "+4917667111638" }                    202: look at your phone
 *   POST /sign-in/verify  { "phone": "+4917667111638", "code": "428193" }  200: signed in, by cookie
 */
import { randomBytes, randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { Codes } from './codes';
import type { SendCode } from './courier';
import { RateLimit } from './rate-limit';

const QUARTER_HOUR_MS = 15 * 60_000;
const E164 = /^\+[1-9]\d{6,14}$/;

export interface SignInOptions {
  readonly sendCode: SendCode;
  /** @default the clock */
  readonly now?: () => number;
  readonly codes?: Codes;
}

export function signInApp({ sendCode, now = Date.now, codes = new Codes(now) }: SignInOptions): Express {
  const byPhone = new RateLimit(3, QUARTER_HOUR_MS, now);
  const byAddress = new RateLimit(20, QUARTER_HOUR_MS, now);
  const guesses = new RateLimit(10, QUARTER_HOUR_MS, now);
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '1kb' }));

  app.post('/sign-in', async (request, response) => {
    const phone = readPhone(request);
    if (phone === undefined) return answer(response, 400, 'phone must look like +4917667111638');
    const waitMs = byAddress.take(request.ip ?? '') || byPhone.take(phone);
    if (waitMs > 0) return tooMany(response, waitMs);
    const message = { id: randomUUID(), phone, code: codes.create(phone), expiresInMinutes: Codes.minutes };
    const sending = await sendCode(message);
    // whether the number has an account is told to nobody: look that up after the code
    return sending === 'refused'
      ? answer(response, 422, 'no SMS can be sent to this number')
      : answer(response, 202, 'look at your phone');
  });

  app.post('/sign-in/verify', (request, response) => {
    const phone = readPhone(request);
    const code: unknown = request.body?.code;
    if (phone === undefined || typeof code !== 'string') return answer(response, 400, 'phone and code are needed');
    // a new code brings new attempts, so that they are limited across codes too
    const waitMs = guesses.take(phone);
    if (waitMs > 0) return tooMany(response, waitMs);
    if (!codes.accept(phone, code)) return answer(response, 401, 'this is not the code, or it has expired');
    response.cookie('session', randomBytes(32).toString('base64url'), {
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
    });
    return answer(response, 200, 'signed in');
  });

  app.use((error: Error & { status?: number }, _request: Request, response: Response, _next: NextFunction) => {
    const { status = 503 } = error;
    if (status === 503) console.error(`no SMS sent: ${error.name}: ${error.message}`);
    answer(response, status, status === 503 ? 'no SMS can be sent now: try again' : 'this is no request for here');
  });
  return app;
}

function readPhone(request: Request): string | undefined {
  const phone: unknown = request.body?.phone;
  if (typeof phone !== 'string') return undefined;
  const compact = phone.replace(/[\s().-]/g, '');
  return E164.test(compact) ? compact : undefined;
}

function tooMany(response: Response, waitMs: number): void {
  response.setHeader('Retry-After', Math.ceil(waitMs / 1000));
  answer(response, 429, 'too many requests');
}

function answer(response: Response, status: number, message: string): void {
  response.status(status).json({ message });
}
