import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Resource } from '../api.js';
import { SignIn } from './sign-in.js';

export function Failed({ message, again }: { readonly message: string; readonly again?: () => void }) {
  return (
    <div class="notice failed" role="alert">
      <p>
        <strong>Not answered.</strong> {message}
      </p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="notice">{children}</p>;
}

interface AnsweredProps<T> {
  readonly resource: Signal<Resource<T>>;
  readonly again?: () => void;
  readonly children: (data: T) => ComponentChildren;
}

/** What a resource holds: waiting, failed and answered look different; an older answer stays, paler, while the next loads. */
export function Answered<T>({ resource, again, children }: AnsweredProps<T>) {
  const { data, error, loading } = resource.value;
  if (error?.code === 'unauthorized') return <SignIn />;
  if (error) return <Failed message={error.message} {...(again ? { again } : {})} />;
  if (data === null) return <p class="soft">{loading ? 'Loading…' : ''}</p>;
  return (
    <div class={loading ? 'busy' : undefined} aria-busy={loading}>
      {children(data)}
    </div>
  );
}
