import type { AddRoutes } from '../server-parts.js';

/** MCP over HTTP: each request stands by itself, no sessions are held. */
export const addMcp: AddRoutes = (app, parts) => {
  app.all('/mcp', async (context) => {
    const { WebStandardStreamableHTTPServerTransport } = await import(
      '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
    );
    const { makeMcpServer } = await import('../mcp-server.js');
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await makeMcpServer(parts).connect(transport);
    return transport.handleRequest(context.req.raw);
  });
};
