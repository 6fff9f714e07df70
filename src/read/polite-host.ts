import { setTimeout as sleep } from 'node:timers/promises';
import { ChanceryError } from '../errors.js';
import { type FetchOptions, fetchSafely } from './fetch-safely.js';
import type { ReadSettings } from './read-item.js';
import { openRobots } from './robots.js';

/** Least milliseconds between two requests to one host. */
const hostPause = 1000;

export type Host = (address: string, options?: FetchOptions) => ReturnType<typeof fetchSafely>;

/** Fetches with a pause between two requests to one host, within what its robots.txt allows. */
export function politeHost(settings: Pick<ReadSettings, 'allowPrivate'>): Host {
  const options: FetchOptions = { allowPrivate: settings.allowPrivate === true };
  const robots = openRobots(options);
  const last = new Map<string, number>();
  return async (address, more = {}) => {
    if (!URL.canParse(address)) throw new ChanceryError('bad_input', `not a web address: ${address}`);
    const rules = await robots(address);
    if (!rules.allowed(address)) throw new ChanceryError('refused', `robots.txt forbids it: ${address}`);
    const { host } = new URL(address);
    const pause = Math.min(60_000, Math.max(hostPause, (rules.delay ?? 0) * 1000));
    const wait = (last.get(host) ?? 0) + pause - Date.now();
    if (wait > 0) await sleep(wait);
    last.set(host, Date.now());
    return fetchSafely(address, { ...options, ...more });
  };
}
