import { signal } from '@preact/signals';
import { go, parameters, path } from '../router.js';

const links = [
  ['/', 'Record'],
  ['/relations', 'Relations'],
  ['/changes', 'Changes'],
  ['/events', 'Events'],
  ['/paste', 'Code a text'],
  ['/corrections', 'Corrections'],
  ['/about', 'About'],
] as const;

type Theme = 'light' | 'dark' | null;
const theme = signal<Theme>(stored());

function stored(): Theme {
  try {
    const value = localStorage.getItem('theme');
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

function paint(value: Theme): void {
  if (value === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
}
paint(theme.value);

function turn(): void {
  const dark = theme.value === null ? matchMedia('(prefers-color-scheme: dark)').matches : theme.value === 'dark';
  theme.value = dark ? 'light' : 'dark';
  paint(theme.value);
  try {
    localStorage.setItem('theme', theme.value);
  } catch {
    // Storage may be shut off; the choice then lasts for this visit.
  }
}

export function Masthead() {
  return (
    <header class="masthead">
      <a class="name" href="/">
        Chancery
      </a>
      <nav aria-label="Pages">
        <ul>
          {links.map(([to, name]) => (
            <li key={to}>
              <a href={to} aria-current={path.value === to ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const words = new FormData(event.currentTarget).get('words');
            if (typeof words === 'string' && words.trim() !== '')
              go(`/search?words=${encodeURIComponent(words.trim())}`);
          }}
        >
          <input
            type="search"
            name="words"
            aria-label="Search the documents"
            placeholder="Search"
            value={path.value === '/search' ? (parameters.value.get('words') ?? '') : ''}
          />
          <button type="submit">Search</button>
          <button type="button" class="quiet" onClick={turn} aria-label="Change between light and dark">
            ◐
          </button>
        </form>
      </search>
    </header>
  );
}
