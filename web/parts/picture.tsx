import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { drawPicture } from './draw-picture.js';
import { Section } from './section.js';

export interface Twin {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

interface PictureProps {
  readonly title: string;
  /** One sentence that says what the picture shows, for who does not see it. */
  readonly summary: string;
  readonly note?: ComponentChildren;
  readonly twin: Twin;
  readonly tools?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

const longestTable = 500;

/** A drawing with its table twin; both can be copied and kept. */
export function Picture({ title, summary, note, twin, tools, children, class: name }: PictureProps) {
  const asTable = useSignal(false);
  const said = useSignal('');
  const figure = useRef<HTMLElement>(null);
  const say = (text: string): void => {
    said.value = text;
    setTimeout(() => {
      said.value = '';
    }, 4000);
  };
  const copyData = async (): Promise<void> => {
    const lines = [twin.columns, ...twin.rows].map((row) => row.join('\t'));
    await navigator.clipboard.writeText(lines.join('\n')).then(
      () => say('Data copied'),
      () => say('The browser does not let pages copy'),
    );
  };
  const saveImage = async (): Promise<void> => {
    const svg = figure.current?.querySelector('svg');
    say(svg ? await drawPicture(svg, title) : 'Show the picture first');
  };
  return (
    <Section
      title={title}
      note={note}
      {...(name === undefined ? {} : { class: name })}
      tools={
        <>
          {tools}
          <button
            type="button"
            class="quiet small"
            aria-pressed={asTable.value}
            onClick={() => (asTable.value = !asTable.value)}
          >
            {asTable.value ? 'Picture' : 'Table'}
          </button>
          <button type="button" class="quiet small" onClick={copyData}>
            Copy data
          </button>
          <button type="button" class="quiet small" onClick={saveImage}>
            Copy image
          </button>
          <span role="status" class="small soft">
            {said.value}
          </span>
        </>
      }
    >
      <figure class="picture" ref={figure}>
        <figcaption class="hidden">{summary}</figcaption>
        {asTable.value ? <TwinTable twin={twin} title={title} /> : children}
      </figure>
    </Section>
  );
}

function TwinTable({ twin, title }: { readonly twin: Twin; readonly title: string }) {
  const shown = twin.rows.slice(0, longestTable);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={`${title}, table`}>
      <table>
        <thead>
          <tr>
            {twin.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} class={typeof cell === 'number' ? 'number' : undefined}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {twin.rows.length > shown.length && (
        <p class="soft small">
          Cut to {shown.length} of {twin.rows.length} rows; “Copy data” gives all.
        </p>
      )}
    </section>
  );
}
