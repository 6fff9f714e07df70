import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { packageRoot } from '../../src/package-root.js';
import { makeDocument } from '../../src/read/make-document.js';
import { readInputs } from '../../src/read/read-inputs.js';
import type { Document } from '../../src/records/document.js';
import { openCodingThread } from '../../src/server/coding-thread.js';
import { type Listening, listen } from '../../src/server/listen.js';
import { defaultSettings } from '../../src/server/settings.js';
import { plainEvents } from '../server/sample-ledger.js';

const browserPath = '/usr/bin/chromium';
const built = existsSync(join(packageRoot(), 'dist', 'web', 'index.html'));
const able = existsSync(browserPath) && built;
if (!able) console.log(`skipped: ${built ? `no browser at ${browserPath}` : 'explorer is not built'}`);

const given = join(packageRoot(), '..', 'shared', 'articles', 'sahel-talks.txt');
const article = existsSync(given) ? given : join(packageRoot(), 'examples', 'lake-talks.txt');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

describe.skipIf(!able)('from a pasted article to a correction that lasts', { timeout: 120_000 }, () => {
  const coding = openCodingThread();
  const complaints: string[] = [];
  let ledger: Ledger;
  let server: Listening;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    ledger = await openLedger(':memory:');
    server = await listen({ ledger, coding, settings: { ...defaultSettings, port: 0 } });
    browser = await chromium.launch({ executablePath: browserPath, args: flags });
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy|Trusted/i.test(message.text())) complaints.push(message.text());
    });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await coding.close();
    await ledger?.close();
  });
  const open = async (path: string): Promise<void> => {
    await page.goto(new URL(path, server.url).href, { waitUntil: 'networkidle' });
  };

  it('codes the article, keeps a correction through a new coding, and exports what it shows', async () => {
    await open('/paste');
    await page.getByLabel('Text', { exact: true }).fill(readFileSync(article, 'utf8'));
    await page.getByLabel('Published').fill('2025-08-14');
    await page.getByRole('button', { name: 'Code', exact: true }).click();
    await page.getByRole('heading', { name: /^\d+ events?$/ }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Add to the ledger' }).click();
    await page.waitForURL(/\/document\//, { timeout: 60_000 });
    await page.locator('.text button.trigger').first().click();
    await page.getByRole('button', { name: 'Correct type' }).click();
    await page.getByLabel('New value').selectOption('MOBILIZE');
    await page.getByLabel('Who says so').fill('A. Reader');
    await page.getByRole('textbox', { name: 'Why' }).fill('a test of what lasts');
    await page.getByRole('button', { name: 'Keep the correction' }).click();
    await page.locator('.tag.person').first().waitFor();

    const [reference] = (await ledger.documents()).items;
    const held = await ledger.document(reference?.id ?? '');
    let doc: Document | null = null;
    const line = JSON.stringify({ text: held.text, published: '2025-08-14' });
    for await (const item of readInputs(['-'], { stdin: Readable.from([Buffer.from(`${line}\n`)]), input: 'jsonl' }))
      if (item.kind === 'document') doc = { ...item.doc, id: held.id, revision: held.revision };
    if (doc === null) throw new Error('article was not read');
    expect(doc.text).toBe(held.text);
    const coder = { ...(await coding.version()), version: '99.0.0' };
    const events = (await coding.code(doc)).map((event) => ({ ...event, coder }));
    const items = [{ doc, events }];
    for await (const receipt of ledger.ingest(items, { recode: true })) expect(receipt.outcome).toBe('recoded');

    await open('/events?status=all&checked=yes');
    expect(await page.locator('.line .words mark.trigger').count()).toBe(1);
    expect(await page.locator('main').innerText()).toContain('MOBILIZE');
    await open('/?status=all');
    const shown = Number(/^(\d+) events?/.exec(await page.locator('.head .basis').innerText())?.[1]);
    const answer = await page.request.get(new URL('/api/export?status=all', server.url).href);
    expect((await answer.text()).trim().split('\n')).toHaveLength(shown);
    expect(shown).toBe(events.length);
  });

  it('shows a text of 5 MB with 10,000 highlights and stays usable', async () => {
    const sentence = 'Mali accused France of spying on its troops near Gao. ';
    const filler =
      'The rest of this line says nothing that a coder of events would want to keep, and it is long. '.repeat(5);
    const doc = makeDocument((sentence + filler).repeat(10_000).slice(0, 5_200_000), {
      id: 'long',
      published: '2024-05-01',
    });
    const events = plainEvents(doc);
    expect(events.length).toBeGreaterThan(9000);
    for await (const receipt of ledger.ingest([{ doc, events }], { laterStories: true })) void receipt;
    const begun = performance.now();
    await page.goto(new URL('/document/long', server.url).href);
    await page.locator('.text button.trigger').first().waitFor({ timeout: 60_000 });
    console.log(`5 MB with ${events.length} events shown in ${Math.round(performance.now() - begun)} ms`);
    const clicked = performance.now();
    await page.locator('.text button.trigger').first().click();
    await page.locator('.text button.trigger[aria-pressed="true"]').first().waitFor();
    expect(performance.now() - clicked).toBeLessThan(5000);
    expect(complaints).toEqual([]);
  });
});
