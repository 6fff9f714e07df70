import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { learnNames } from './learnt-names.js';

/** What the server said when it did not answer. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Asks the API; throws `ApiError` with the server's own words. */
export async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', 'the server does not answer');
  }
  if (answer.ok) {
    const body = await answer.json();
    learnNames(body?.names);
    return body as T;
  }
  const body = (await answer.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null;
  throw new ApiError(answer.status, body?.error?.code ?? 'failed', body?.error?.message ?? `status ${answer.status}`);
}

/** Sends JSON. */
export function send<T>(url: string, body: unknown, method = 'POST'): Promise<T> {
  return ask<T>(url, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

export interface Resource<T> {
  readonly data: T | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
}

/** The answer to a GET, asked again when the address changes or `again` does; what was there stays while the next loads. */
export function useAnswer<T>(url: string | null, again = 0): Signal<Resource<T>> {
  const resource = useSignal<Resource<T>>({ data: null, error: null, loading: url !== null });
  useEffect(() => {
    if (url === null) {
      resource.value = { data: null, error: null, loading: false };
      return;
    }
    const abort = new AbortController();
    resource.value = { ...resource.value, loading: true };
    ask<T>(url, { signal: abort.signal }).then(
      (data) => {
        resource.value = { data, error: null, loading: false };
      },
      (error) => {
        if (abort.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError(0, 'failed', String(error));
        resource.value = { data: null, error: known, loading: false };
      },
    );
    return () => abort.abort();
  }, [url, again]);
  return resource;
}
