import { useAnswer } from '../api.js';
import { Section } from '../parts/section.js';
import { Answered } from '../parts/state.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: {
    readonly type?: string | readonly string[];
    readonly enum?: readonly string[];
    readonly example?: unknown;
    readonly description?: string;
  };
}

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content?: Readonly<
      Record<
        string,
        { readonly schema?: { readonly properties?: Readonly<Record<string, { readonly example?: unknown }>> } }
      >
    >;
  };
}

interface OpenApi {
  readonly info: { readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The HTTP API, from its own description. */
export function ReferencePage() {
  document.title = 'API · Chancery';
  const resource = useAnswer<OpenApi>('/api/openapi.json');
  return (
    <>
      <div class="head">
        <h1>HTTP API</h1>
        <p class="basis">
          Described in full by <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Failed answers all have
          the shape <code>{'{"error": {"code", "message", "details"}}'}</code>.
        </p>
      </div>
      <Answered resource={resource}>
        {(api) => (
          <div class="stack">
            {Object.entries(api.paths).flatMap(([path, operations]) =>
              Object.entries(operations).map(([method, operation]) => (
                <Section key={`${method} ${path}`} title={`${method.toUpperCase()} ${path}`} note={operation.summary}>
                  <pre>{example(method, path, operation)}</pre>
                  {operation.parameters && operation.parameters.length > 0 && (
                    <details>
                      <summary class="small">{operation.parameters.length} parameters</summary>
                      <dl class="facts small">
                        {operation.parameters.flatMap((each) => [
                          <dt key={`${each.name} name`} class="mono">
                            {each.name}
                            {each.required && ' *'}
                          </dt>,
                          <dd key={each.name}>
                            {[
                              each.schema?.enum?.join(' | ') ?? each.schema?.type,
                              each.description ?? each.schema?.description,
                            ]
                              .filter(Boolean)
                              .join('; ')}
                          </dd>,
                        ])}
                      </dl>
                    </details>
                  )}
                </Section>
              )),
            )}
          </div>
        )}
      </Answered>
    </>
  );
}

function example(method: string, path: string, operation: Operation): string {
  const needed = operation.parameters?.filter((each) => each.in === 'query' && each.required) ?? [];
  const query = needed
    .map((each) => `${each.name}=${encodeURIComponent(String(each.schema?.example ?? ''))}`)
    .join('&');
  const url = `${location.origin}${path.replaceAll(/[{}]/g, '')}${query === '' ? '' : `?${query}`}`;
  if (method === 'get') return `curl '${url}'`;
  const properties = operation.requestBody?.content?.['application/json']?.schema?.properties ?? {};
  const body = Object.fromEntries(
    Object.entries(properties).flatMap(([name, { example: value }]) => (value === undefined ? [] : [[name, value]])),
  );
  return `curl -X ${method.toUpperCase()} '${url}' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}
