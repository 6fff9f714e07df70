import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ChanceryError, type ErrorKind, errorKinds } from '../errors.js';

/** The one shape of every failed answer. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
}

/** The body and status that say `error`; what was not foreseen tells the client nothing but that it happened. */
export function errorAnswer(error: unknown): { readonly status: number; readonly body: ErrorBody } {
  if (error instanceof ChanceryError) {
    const { status } = errorKinds[error.code];
    return { status, body: errorBody(error.code, error.message, error.details) };
  }
  if (error instanceof HTTPException) {
    const code = kindOfStatus(error.status);
    return { status: error.status, body: errorBody(code, error.message || code) };
  }
  return { status: 500, body: errorBody('internal', 'the server failed; its log says more') };
}

export function errorBody(code: string, message: string, details: Readonly<Record<string, unknown>> = {}): ErrorBody {
  return { error: { code, message, details } };
}

/** Answers with `error` in the one shape. */
export function answerError(context: Context, error: unknown): Response {
  const { status, body } = errorAnswer(error);
  if (status === 503) context.header('Retry-After', '5');
  if (status === 401) context.header('WWW-Authenticate', 'Bearer');
  return context.json(body, status as 400);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `usage` naming the first parameter that is wrong. */
export function badParameter(issues: readonly Issue[]): ChanceryError {
  const [first] = issues;
  const where = first?.path.map(String).join('.') || 'request';
  return new ChanceryError('usage', `bad parameter: ${where}: ${first?.message ?? 'not valid'}`, {
    details: { issues: issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String), message })) },
  });
}

function kindOfStatus(status: number): ErrorKind | 'internal' {
  if (status === 413) return 'too_large';
  if (status === 404) return 'not_found';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'refused';
  if (status < 500) return 'bad_input';
  return 'internal';
}
