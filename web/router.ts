import { computed, signal } from '@preact/signals';

interface Address {
  readonly path: string;
  readonly query: string;
  readonly hash: string;
}

function read(): Address {
  const { pathname, search, hash } = globalThis.location;
  return { path: pathname, query: search, hash: hash.slice(1) };
}

const address = signal<Address>(read());
addEventListener('popstate', () => {
  address.value = read();
});

export const path = computed(() => address.value.path);
export const hash = computed(() => address.value.hash);
export const parameters = computed(() => new URLSearchParams(address.value.query));

/** Goes to an address of the explorer. */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const before = address.value.path;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  address.value = read();
  if (address.value.path !== before && address.value.hash === '') scrollTo(0, 0);
}

/** The present address with some parameters changed; null or empty takes one out. */
export function withParameters(changes: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams(parameters.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  return query === '' ? path.value : `${path.value}?${query}`;
}

/** Changes parameters of the present address. */
export function setParameters(changes: Readonly<Record<string, string | null>>, replace = false): void {
  go(withParameters(changes), { replace });
}

/** Follows links of the explorer without loading the page again. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/') || link.pathname === '/metrics') return;
  if (link.getAttribute('href')?.startsWith('#')) return;
  event.preventDefault();
  go(link.getAttribute('href') ?? '/');
}
