import { expect, it } from 'vitest';
import { emptyPage, type PageNode } from '../../src/read/page-tree.js';

function page(html: string): PageNode {
  const { body } = emptyPage();
  body.innerHTML = html;
  return body;
}

it('gives markup back as it was read', () => {
  const html = '<p class="a">One &lt; <b>two</b><br>three</p><ul><li>x</li></ul>';
  expect(page(html).innerHTML).toBe(html);
});

it('remembers text only as long as nothing changes', () => {
  const body = page('<div><p>one</p><p>two</p></div>');
  const [first, second] = body.getElementsByTagName('p');
  expect(body.textContent).toBe('onetwo');
  first?.appendText('!');
  expect(body.textContent).toBe('one!two');
  second?.remove();
  expect(body.textContent).toBe('one!');
  expect(body.firstChild?.children.length).toBe(1);
});

it('finds elements in the order of the page, whatever their names', () => {
  const found = page('<h2>a</h2><div><h1>b</h1></div><h2>c</h2>').querySelectorAll('h1,h2');
  expect(found.map((node) => node.textContent)).toEqual(['a', 'b', 'c']);
});

it('keeps neighbours right when nodes are moved and replaced', () => {
  const body = page('<i>1</i>words<b>2</b><u>3</u>');
  const [italic, bold, underlined] = body.children;
  if (!italic || !bold || !underlined) throw new Error('three elements were wanted');
  expect(italic.nextElementSibling).toBe(bold);
  body.replaceChild(underlined, italic);
  expect(body.innerHTML).toBe('<u>3</u>words<b>2</b>');
  expect([bold.nextSibling, bold.previousElementSibling, italic.parentNode]).toEqual([null, underlined, null]);
  expect(body.lastChild).toBe(bold);
});

it('reads what the style hides', () => {
  const [hidden] = page('<p style="color:red; Display : NONE !important">x</p>').children;
  expect(hidden?.style).toEqual({ display: 'none', visibility: '' });
});
