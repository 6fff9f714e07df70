/** Kinds of failure; one table maps each to an exit code and an HTTP status. */
export const errorKinds = {
  usage: { exit: 2, status: 400 },
  invalid_span: { exit: 1, status: 500 },
  bad_input: { exit: 1, status: 400 },
  too_large: { exit: 1, status: 413 },
  not_found: { exit: 1, status: 404 },
  refused: { exit: 1, status: 403 },
  unauthorized: { exit: 1, status: 401 },
  timeout: { exit: 1, status: 504 },
  conflict: { exit: 1, status: 409 },
  bad_data: { exit: 3, status: 500 },
  environment: { exit: 3, status: 503 },
} as const;

export type ErrorKind = keyof typeof errorKinds;

export interface ErrorOptions {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Every failure that Chancery reports on purpose. `code` is the kind, `message` is `what is wrong: the offending value`. */
export class ChanceryError extends Error {
  readonly code: ErrorKind;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ChanceryError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
