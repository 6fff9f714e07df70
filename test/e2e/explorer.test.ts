import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.js';
import { packageRoot } from '../../src/package-root.js';
import { makeDocument } from '../../src/read/make-document.js';
import { type Listening, listen } from '../../src/server/listen.js';
import { defaultSettings } from '../../src/server/settings.js';
import { cueCoding } from '../server/open-app.js';
import { openSampleLedger, plainEvents, sampleItems } from '../server/sample-ledger.js';

const browserPath = '/usr/bin/chromium';
const built = existsSync(join(packageRoot(), 'dist', 'web', 'index.html'));
const able = existsSync(browserPath) && built;
if (!able) console.log(`skipped: ${built ? `no browser at ${browserPath}` : 'explorer is not built'}`);

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const shots = join(packageRoot(), 'dist', 'screenshots');
const axe = readFileSync(join(packageRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

const hostile = [
  '<script>window.owned = true</script> Mali accused France of spying. <img src=x onerror="window.owned = true">',
  '\u202EMali accused France\u202C of \u2066isolates\u2069 and \u05E9\u05DC\u05D5\u05DD.',
  'javascript:alert(1) Niger accused France of arming <a href="javascript:window.owned=true">rebels</a>.',
].join('\n\n');

describe.skipIf(!able)('the explorer, as a reader uses it', { timeout: 90_000 }, () => {
  let ledger: Ledger;
  let server: Listening;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const doc = makeDocument(hostile, { id: 'hostile', title: '<b>bold</b>', published: '2024-05-01' });
    const item = { doc, events: plainEvents(doc), knownAt: '2024-05-01T12:00:00Z' };
    ledger = await openSampleLedger(':memory:', [...sampleItems(), item]);
    server = await listen({ ledger, coding: cueCoding, settings: { ...defaultSettings, port: 0 } });
    browser = await chromium.launch({ executablePath: browserPath, args: flags });
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy|Trusted/i.test(message.text())) complaints.push(message.text());
    });
    mkdirSync(shots, { recursive: true });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await ledger?.close();
  });
  const open = async (path: string): Promise<void> => {
    await page.goto(new URL(path, server.url).href, { waitUntil: 'networkidle' });
  };

  it('goes from a point on the map to the highlighted sentence, and on to the document', async () => {
    await open('/');
    await page.locator('circle.dot').first().click();
    const sentence = page.locator('.line .words mark.trigger').first();
    await sentence.waitFor();
    const words = await sentence.innerText();
    await sentence.click();
    const trigger = page.locator('.text button.trigger[aria-pressed="true"]').first();
    await trigger.waitFor();
    expect(await trigger.innerText()).toBe(words);
    expect(await page.getByRole('heading', { name: 'Why' }).isVisible()).toBe(true);
  });

  it('goes from a bar of the timeline to the sentences without a mouse', async () => {
    await open('/');
    await page.locator('[aria-roledescription="chart"]').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.locator('.line .words mark.trigger').first().waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/^days:/);
  });

  it('holds its filters in the address and gives the same numbers after a reload', async () => {
    await open('/?type=ASSAULT&from=2021-01-01');
    const before = await page.locator('.head .basis').innerText();
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.locator('.head .basis').innerText()).toBe(before);
    const answer = await page.request.get(new URL('/api/export?type=ASSAULT&from=2021-01-01', server.url).href);
    const rows = (await answer.text()).trim().split('\n').length;
    expect(before).toMatch(new RegExp(`^${rows} events`));
  });

  it('shows the AES appear and ECOWAS shrink along the slider', async () => {
    const members = async (day: string, body: RegExp): Promise<number> => {
      await open(`/relations?asOf=${day}&kind=membership`);
      const terms = await page.locator('dl.facts dt').allInnerTexts();
      const found = terms.find((term) => body.test(term));
      return Number(/\((\d+)\)/.exec(found ?? '')?.[1] ?? 0);
    };
    expect(await members('2022-06-01', /Alliance of Sahel|AES/i)).toBe(0);
    expect(await members('2025-08-15', /Alliance of Sahel|AES/i)).toBe(3);
    const west = /ECOWAS|Economic Community of West/i;
    expect(await members('2025-08-15', west)).toBe((await members('2022-06-01', west)) - 3);
  });

  it('codes a pasted text, keeps it, corrects an event and finds the correction kept', async () => {
    await open('/paste');
    await page.getByLabel('Text', { exact: true }).fill('Mali accused France of spying on its troops.');
    await page.getByLabel('Published').fill('2022-08-17');
    await page.getByRole('button', { name: 'Code', exact: true }).click();
    await page.getByRole('heading', { name: '1 event' }).waitFor();
    await page.getByRole('button', { name: 'Add to the ledger' }).click();
    await page.waitForURL(/\/document\//);
    await page.locator('.text button.trigger').first().click();
    await page.getByRole('button', { name: 'Correct type' }).click();
    await page.getByLabel('New value').selectOption('REJECT');
    await page.getByLabel('Who says so').fill('A. Reader');
    await page.getByRole('textbox', { name: 'Why' }).fill('the text says so');
    await page.getByRole('button', { name: 'Keep the correction' }).click();
    await page.locator('.tag.person').first().waitFor();
    await open('/corrections');
    expect(await page.locator('tbody').innerText()).toContain('REJECT');
  });

  it('shows hostile text as text', async () => {
    await open('/document/hostile');
    expect(await page.locator('.text').innerText()).toContain('<script>window.owned = true</script>');
    expect(await page.evaluate('"owned" in window')).toBe(false);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('has no fault that axe finds, in light and dark, on any page', { timeout: 240_000 }, async () => {
    const event = (await ledger.events({ limit: 1, statuses: 'all' })).items[0];
    const story = event?.story;
    const pages: Readonly<Record<string, string>> = {
      front: '/',
      types: '/?by=type',
      point: '/?at=days:2023-01-01:2023-12-31',
      events: '/events',
      document: `/document/${event?.document.id}?event=${event?.id}`,
      actor: '/actor?id=MLI',
      pair: '/pair?a=FRA&b=MLI',
      relations: '/relations?asOf=2025-02-01&than=2022-01-01',
      matrix: '/relations?asOf=2025-02-01&view=matrix',
      changes: '/changes?from=2023-01-01&to=2025-08-15',
      search: '/search?words=memorandum',
      paste: '/paste',
      corrections: '/corrections',
      about: '/about',
      reference: '/reference',
      ...(story ? { story: `/story/${story}` } : {}),
    };
    const faults: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        bypassCSP: true,
        colorScheme: scheme,
        viewport: { width: 1440, height: 1000 },
      });
      const tab = await context.newPage();
      for (const [name, path] of Object.entries(pages)) {
        await tab.goto(new URL(path, server.url).href, { waitUntil: 'networkidle' });
        await tab.screenshot({ path: join(shots, `${name}-${scheme}.png`) });
        await tab.evaluate(axe);
        const found = await tab.evaluate(async () => {
          const { violations } = await (
            globalThis as unknown as {
              axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            }
          ).axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
        });
        faults.push(...found.map((fault) => `${name} ${scheme} ${fault}`));
      }
      await context.close();
    }
    expect(faults).toEqual([]);
  });

  it('paints the front page of the sample in under a second and loads less than 200 kB of script', async () => {
    const fresh = await browser.newPage();
    let bytes = 0;
    fresh.on('response', async (response) => {
      if (/\.js$/.test(new URL(response.url()).pathname))
        bytes += Number((await response.allHeaders())['content-length'] ?? (await response.body()).length);
    });
    await fresh.goto(server.url, { waitUntil: 'networkidle' });
    const paint = await fresh.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    expect(bytes).toBeLessThan(200_000);
    expect(paint).toBeGreaterThan(0);
    console.log(`first paint ${Math.round(paint)} ms, scripts ${bytes} bytes`);
    await fresh.close();
  });
});
