import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger, LedgerEvent, Page } from '../../src/ledger/ledger.js';
import type { ErrorBody } from '../../src/server/error-answer.js';
import { openApp } from './open-app.js';
import { openSampleLedger } from './sample-ledger.js';

let ledger: Ledger;
let app: ReturnType<typeof openApp>;
beforeAll(async () => {
  ledger = await openSampleLedger();
  app = openApp(ledger);
});
afterAll(() => ledger.close());

const get = async <T>(path: string): Promise<T> => {
  const answer = await app.request(path);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as T;
};

/** Holds a failed answer to the one shape. */
async function refused(answer: Response, status: number, code: string): Promise<ErrorBody['error']> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/json');
  const body = (await answer.json()) as ErrorBody;
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error).sort()).toEqual(['code', 'details', 'message']);
  expect(body.error.code).toBe(code);
  return body.error;
}

describe('queries', () => {
  it('pages through all events by cursor without losing or repeating one', async () => {
    const seen = new Set<string>();
    let cursor = '';
    let pages = 0;
    do {
      const page = await get<Page<LedgerEvent>>(
        `/api/events?limit=20${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      for (const event of page.items) {
        expect(seen.has(event.id)).toBe(false);
        seen.add(event.id);
      }
      cursor = page.next ?? '';
      pages += 1;
    } while (cursor !== '' && pages < 50);
    expect(seen.size).toBe((await ledger.status()).events);
  });

  it('applies filters of the address to events', async () => {
    const { items } = await get<Page<LedgerEvent>>('/api/events?type=ASSAULT&from=2020-01-01&limit=500');
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((event) => event.type === 'ASSAULT' && (event.time?.first ?? '') >= '2020')).toBe(true);
  });

  it('gives a document whose spans are exactly the slices of its text', async () => {
    const { items } = await get<Page<LedgerEvent>>('/api/events?limit=5');
    for (const event of items) {
      const doc = await get<{ text: string; events: LedgerEvent[] }>(`/api/documents/${event.document.id}`);
      for (const { trigger, sentence } of doc.events) {
        expect(doc.text.slice(trigger.start, trigger.end)).toBe(trigger.text);
        expect(doc.text.slice(sentence.start, sentence.end)).toBe(sentence.text);
      }
    }
  });

  it('sums the front page to the same number as the export under the same filter', async () => {
    const front = await get<{ events: number }>('/api/overview?from=2022-01-01&to=2023-12-31');
    const lines = (await (await app.request('/api/export?from=2022-01-01&to=2023-12-31')).text()).trim().split('\n');
    expect(lines.length).toBe(front.events);
    const csv = await (await app.request('/api/export?format=csv&from=2022-01-01&to=2023-12-31')).text();
    expect(csv.trim().split('\n').length).toBe(front.events + 1);
  });

  it('answers 304 to a client that holds the same answer', async () => {
    const first = await app.request('/api/counts?by=type');
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^".+"$/);
    const second = await app.request('/api/counts?by=type', { headers: { 'If-None-Match': tag } });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
  });
});

describe('corrections', () => {
  it('show at once in answers that were kept a moment before, and can be taken back', async () => {
    const own = await openSampleLedger();
    const asked = openApp(own);
    const read = async (path: string) => (await asked.request(path)).json();
    const { items } = (await read('/api/events?type=ACCUSE&limit=1')) as Page<LedgerEvent>;
    const [event] = items;
    const document = `/api/documents/${event?.document.id}`;
    const typesOf = async () => ((await read(document)) as { events: LedgerEvent[] }).events.map((each) => each.type);
    const before = await typesOf();
    const post = (path: string, body: unknown) =>
      asked.request(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      });
    const made = await post('/api/corrections', {
      event: event?.id,
      field: 'type',
      value: 'REJECT',
      author: 'A. Reader',
      reason: 'the text says so',
    });
    expect(made.status, await made.clone().text()).toBe(200);
    const { id } = (await made.json()) as { id: string };
    expect(await typesOf()).toEqual(expect.arrayContaining(['REJECT']));
    expect((await post(`/api/corrections/${id}/undo`, {})).status).toBe(200);
    expect(await typesOf()).toEqual(before);
    await own.close();
  });
});

describe('refusals', () => {
  it.each([
    ['/api/nothing', 404, 'not_found'],
    ['/api/documents/none', 404, 'not_found'],
    ['/api/events?limit=0', 400, 'usage'],
    ['/api/events?limit=many', 400, 'usage'],
    ['/api/events?from=2024-02-31', 400, 'usage'],
    ['/api/events?colour=red', 400, 'usage'],
    ['/api/events?status=dreamt', 400, 'usage'],
    ['/api/events?quad=5', 400, 'usage'],
    ['/api/counts?by=smell', 400, 'usage'],
    ['/api/search', 400, 'usage'],
    ['/api/relations?kind=envy', 400, 'usage'],
  ])('answers %s with %i %s in the one shape', async (path, status, code) => {
    await refused(await app.request(path), status, code);
  });

  it('refuses a body that is too large, is no JSON or has unknown fields', async () => {
    const post = (body: string) =>
      app.request('/api/corrections', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    await refused(
      await post(JSON.stringify({ field: 'type', author: 'a', reason: 'x'.repeat(70_000) })),
      413,
      'too_large',
    );
    await refused(await post('{'), 400, 'bad_input');
    await refused(await post(JSON.stringify({ field: 'type', author: 'a', reason: 'b', extra: 1 })), 400, 'usage');
  });

  it('refuses hosts that are not its own and writes from other sites', async () => {
    await refused(await app.request('/api/status', { headers: { Host: 'evil.example' } }), 403, 'refused');
    const answer = await app.request('/api/code', {
      method: 'POST',
      body: '{"text":"x"}',
      headers: { 'Content-Type': 'application/json', Host: 'localhost:7070', Origin: 'https://evil.example' },
    });
    await refused(answer, 403, 'refused');
  });

  it('asks for the token where one is set, in a header or a cookie', async () => {
    const token = 'a token long enough';
    const closed = openApp(ledger, { token });
    await refused(await closed.request('/api/status'), 401, 'unauthorized');
    await refused(await closed.request('/metrics'), 401, 'unauthorized');
    expect((await closed.request('/health')).status).toBe(200);
    expect((await closed.request('/api/status', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
    const session = await closed.request('/api/session', {
      method: 'POST',
      body: JSON.stringify({ token }),
      headers: { 'Content-Type': 'application/json' },
    });
    const cookie = session.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const again = await closed.request('/api/status', { headers: { Cookie: cookie.split(';')[0] ?? '' } });
    expect(again.status).toBe(200);
  });

  it('changes nothing when open for reading only', async () => {
    const still = openApp(ledger, { readOnly: true });
    const answer = await still.request('/api/ingest', { method: 'POST', body: '{"text":"x"}' });
    await refused(answer, 403, 'refused');
  });

  it('opens no answer to other origins and lets nothing inline run', async () => {
    const answer = await app.request('/api/status', { headers: { Origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('coding and keeping', () => {
  it('codes a text without keeping it', async () => {
    const before = (await ledger.status()).documents;
    const answer = await app.request('/api/code', {
      method: 'POST',
      body: JSON.stringify({ text: 'Mali accused France of spying.', published: '2022-08-17' }),
      headers: { 'Content-Type': 'application/json' },
    });
    const { events } = (await answer.json()) as { events: LedgerEvent[] };
    expect(events.map((event) => event.type)).toEqual(['ACCUSE']);
    expect((await ledger.status()).documents).toBe(before);
  });

  it('keeps the good lines of a stream, names the broken one, and says when it is done', async () => {
    const own = await openSampleLedger(':memory:', []);
    const lines = [
      JSON.stringify({ id: 'one', text: 'Niger accused France of arming rebels.', published: '2024-05-01' }),
      '{"text": broken',
      JSON.stringify({ id: 'two', text: 'Mali hosted talks with Niger.', published: '2024-05-02' }),
    ];
    const answer = await openApp(own).request('/api/ingest', { method: 'POST', body: lines.join('\n') });
    const receipts = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(receipts.map((each) => each.document ?? each.error?.code ?? each.done)).toEqual([
      'one',
      'bad_input',
      'two',
      true,
    ]);
    expect(receipts.at(-1)).toEqual({ done: true, documents: 2, events: 2, failed: 1 });
    expect((await own.status()).documents).toBe(2);
    await own.close();
  });

  it('treats hostile text as text', async () => {
    const own = await openSampleLedger(':memory:', []);
    const text = '<script>alert(1)</script> Mali accused France. \u202Egnp.exe <img src=x onerror=alert(1)>';
    const hostile = openApp(own);
    const body = JSON.stringify({
      id: "'; drop table documents; --",
      title: '<b>x</b>',
      text,
      published: '2024-05-01',
    });
    await (await hostile.request('/api/ingest', { method: 'POST', body })).text();
    const answer = await hostile.request(`/api/documents/${encodeURIComponent("'; drop table documents; --")}`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(((await answer.json()) as { text: string }).text).toContain('<script>alert(1)</script>');
    await own.close();
  });
});

describe('watching over it', () => {
  it('tells health, readiness and metrics', async () => {
    expect(await get('/health')).toEqual({ status: 'up' });
    expect(await get('/ready')).toEqual({ status: 'ready' });
    const text = await (await app.request('/metrics')).text();
    expect(text).toContain('chancery_http_request_seconds_bucket');
  });
});
