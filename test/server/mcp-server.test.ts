import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.js';
import { makeMcpServer } from '../../src/server/mcp-server.js';
import { cueCoding, openApp } from './open-app.js';
import { openSampleLedger } from './sample-ledger.js';

let ledger: Ledger;
let client: Client;
beforeAll(async () => {
  ledger = await openSampleLedger();
  const [here, there] = InMemoryTransport.createLinkedPair();
  await makeMcpServer({ ledger, coding: cueCoding }).connect(there);
  client = new Client({ name: 'test', version: '1' });
  await client.connect(here);
});
afterAll(async () => {
  await client.close();
  await ledger.close();
});

async function call(name: string, args: Record<string, unknown>) {
  const answer = await client.callTool({ name, arguments: args });
  const [content] = answer.content as { text: string }[];
  return { failed: answer.isError === true, body: JSON.parse(content?.text ?? 'null') };
}

describe('the tools of a ledger', () => {
  it('are listed with schemas', async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name).sort()).toEqual(
      ['actor', 'code_text', 'events', 'find_actor', 'relations', 'search', 'stories', 'what_changed'].sort(),
    );
    expect(tools.every((tool) => tool.inputSchema.type === 'object' && tool.description)).toBe(true);
  });

  it('cite document, offsets and words for each event, and say that the list is cut', async () => {
    const { body } = await call('events', { actor: 'MLI', limit: 2 });
    expect(body.truncated).toBe(true);
    for (const event of body.events) {
      const { text } = await ledger.document(event.citation.document);
      expect(text?.slice(event.citation.start, event.citation.end)).toBe(event.citation.words);
    }
  });

  it('code a text with the words of each event', async () => {
    const { body } = await call('code_text', { text: 'Mali accused France of spying.', published: '2022-08-17' });
    expect(body.events[0]).toMatchObject({ type: 'ACCUSE', sources: ['MLI'], citation: { trigger: 'accused' } });
  });

  it('search', async () => {
    const { body } = await call('search', { words: 'memorandum' });
    expect(body.documents.length).toBeGreaterThan(0);
  });

  it('say in the one shape what went wrong', async () => {
    const { failed, body } = await call('actor', { id: 'no such actor', asOf: '2024-01-01' });
    if (failed) expect(Object.keys(body.error).sort()).toEqual(['code', 'details', 'message']);
    else expect(body.events).toBe(0);
  });

  it('answer over HTTP too', async () => {
    const answer = await openApp(ledger).request('/mcp', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('what_changed');
  });
});
