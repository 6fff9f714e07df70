import robotsParser from 'robots-parser';
import { type FetchOptions, fetchSafely, userAgent } from './fetch-safely.js';

interface Rules {
  readonly allowed: (address: string) => boolean;
  /** Seconds between two requests that the host asks for. */
  readonly delay: number | null;
  readonly until: number;
}

/** Time for which a robots.txt is believed, in milliseconds. */
const kept = 6 * 3_600_000;
const longest = 500_000;

/** Asks each host once for its robots.txt (RFC 9309): an absent one allows all, a server fault forbids all for now. */
export function openRobots(options: FetchOptions): (address: string) => Promise<Rules> {
  const hosts = new Map<string, Rules>();
  return async (address) => {
    const { origin } = new URL(address);
    const known = hosts.get(origin);
    if (known && known.until > Date.now()) return known;
    const rules = await ask(origin, options);
    hosts.set(origin, rules);
    return rules;
  };
}

async function ask(origin: string, options: FetchOptions): Promise<Rules> {
  const url = `${origin}/robots.txt`;
  const until = Date.now() + kept;
  const answer = await fetchSafely(url, { ...options, largest: longest, anyStatus: true });
  if (answer.status >= 500) return { allowed: () => false, delay: null, until: Date.now() + 600_000 };
  if (answer.status >= 400) return { allowed: () => true, delay: null, until };
  const parser = robots(url, Buffer.from(answer.bytes).toString('utf8'));
  return {
    allowed: (address) => parser.isAllowed(address, userAgent) !== false,
    delay: parser.getCrawlDelay(userAgent) ?? null,
    until,
  };
}

const robots = robotsParser as unknown as (
  url: string,
  text: string,
) => {
  isAllowed(url: string, agent: string): boolean | undefined;
  getCrawlDelay(agent: string): number | undefined;
};
