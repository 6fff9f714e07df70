import { comments, foot, links, nav, type PageStory, rail } from './page-shapes.js';

/** The HTML of a case of `pages.txt`: `{p}` stands for all paragraphs, `{1}` for one, `{t1}` for its words. */
export function pageOf(source: string, story: PageStory): string {
  const fields: Readonly<Record<string, string>> = {
    title: story.title,
    date: story.published,
    author: story.author,
    p: story.paragraphs.map((text) => `<p>${text}</p>`).join('\n'),
    nav,
    foot,
    comments,
    links: `<ul>${links}</ul>`,
    aside: rail,
  };
  return source.replace(/\{(t?)([a-z]+|\d)\}/g, (whole, bare: string, name: string) => {
    const text = story.paragraphs[Number(name) - 1];
    if (/\d/.test(name)) return text === undefined ? '' : bare ? text : `<p>${text}</p>`;
    return fields[bare + name] ?? whole;
  });
}
