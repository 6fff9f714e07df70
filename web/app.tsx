import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadNames } from './names.js';
import { FrontPage } from './pages/front.js';
import { Masthead } from './parts/masthead.js';
import { Failed } from './parts/state.js';
import { followLinks, path } from './router.js';

type Page = ComponentType;
type Load = () => Promise<Page>;

const pages: readonly (readonly [RegExp, Load])[] = [
  [/^\/document\//, () => import('./pages/document.js').then((module) => module.DocumentPage)],
  [/^\/story\//, () => import('./pages/story.js').then((module) => module.StoryPage)],
  [/^\/events$/, () => import('./pages/events.js').then((module) => module.EventsPage)],
  [/^\/actor$/, () => import('./pages/actor.js').then((module) => module.ActorPage)],
  [/^\/pair$/, () => import('./pages/pair.js').then((module) => module.PairPage)],
  [/^\/relations$/, () => import('./pages/relations.js').then((module) => module.RelationsPage)],
  [/^\/changes$/, () => import('./pages/changes.js').then((module) => module.ChangesPage)],
  [/^\/search$/, () => import('./pages/search.js').then((module) => module.SearchPage)],
  [/^\/paste$/, () => import('./pages/paste.js').then((module) => module.PastePage)],
  [/^\/corrections$/, () => import('./pages/corrections.js').then((module) => module.CorrectionsPage)],
  [/^\/about$/, () => import('./pages/about.js').then((module) => module.AboutPage)],
  [/^\/reference$/, () => import('./pages/reference.js').then((module) => module.ReferencePage)],
];

/** The page that the address names, with head and foot. */
export function App() {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(loadNames, []);
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path.value]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: links keep their own roles and keys; this only spares a reload
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div onClick={followLinks}>
      <a class="skip" href="#main">
        To the content
      </a>
      <Masthead />
      <main id="main" ref={main} tabIndex={-1}>
        <Routed />
      </main>
      <footer class="foot">
        <span>Machine codings unless marked as checked by a person.</span>
        <a href="/about">Versions and accuracy</a>
        <a href="/reference">API</a>
      </footer>
    </div>
  );
}

function Routed() {
  const page = useSignal<{ readonly path: string; readonly Page: Page } | null>(null);
  const failed = useSignal<string | null>(null);
  const here = path.value;
  useEffect(() => {
    const load = pages.find(([pattern]) => pattern.test(here))?.[1];
    failed.value = null;
    if (!load) return;
    load().then(
      (Page) => {
        if (path.value === here) page.value = { path: here, Page };
      },
      (error) => {
        failed.value = String(error);
      },
    );
  }, [here, page, failed]);
  if (here === '/') return <FrontPage />;
  if (failed.value !== null) return <Failed message={failed.value} />;
  if (!pages.some(([pattern]) => pattern.test(here))) {
    return <Failed message={`There is no page at ${here}.`} />;
  }
  if (page.value?.path !== here) return <p class="soft">Opening…</p>;
  const { Page } = page.value;
  return <Page key={here} />;
}
