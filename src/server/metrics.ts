import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly observe: MiddlewareHandler;
  readonly coded: (events: number, seconds: number) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** Counters of one server in Prometheus' text format. */
export function openMetrics({ waiting }: { readonly waiting: () => number }): Metrics {
  const registers = [new Registry()];
  const [register] = registers as [Registry];
  collectDefaultMetrics({ register });
  const seconds = new Histogram({
    name: 'chancery_http_request_seconds',
    help: 'Time of an answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3, 10],
    registers,
  });
  const texts = new Histogram({
    name: 'chancery_coding_seconds',
    help: 'Time to code one text',
    buckets: [0.05, 0.1, 0.3, 1, 3, 10, 30, 120],
    registers,
  });
  const events = new Counter({ name: 'chancery_events_coded_total', help: 'Events coded by this process', registers });
  new Gauge({
    name: 'chancery_texts_waiting',
    help: 'Texts that wait for the coder',
    registers,
    collect() {
      this.set(waiting());
    },
  });
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    coded: (count, time) => {
      events.inc(count);
      texts.observe(time);
    },
    observe: async (context, next) => {
      const begun = performance.now();
      await next();
      const labels = { method: context.req.method, route: routePath(context, -1), status: context.res.status };
      seconds.observe(labels, (performance.now() - begun) / 1000);
    },
  };
}
