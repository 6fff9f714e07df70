/** Stories of five lengths and languages, written for the tests. */
export interface PageStory {
  readonly language: string;
  readonly title: string;
  readonly author: string;
  readonly published: string;
  readonly paragraphs: readonly string[];
}

export const stories: readonly PageStory[] = [
  {
    language: 'en',
    title: 'Two ministers agree to reopen the northern crossing',
    author: 'Ana Ruiz',
    published: '2025-08-14T10:30:00+02:00',
    paragraphs: [
      'The transport ministers of the two states agreed on Thursday to reopen the northern crossing, which has been shut since the floods of last spring, officials said after talks in the border town.',
      'Lorries will be let through from Monday, first by day only, and farmers who have land on both banks will be given passes that hold for a year, according to a joint statement.',
      '"We have lost one harvest to a closed gate and we shall not lose another," said the host, who had come under pressure from the growers\' union to find a way out.',
      'His guest said the bridge itself would need another eight months of repairs, and that money for them had been set aside in the budget, though parliament has yet to vote on it.',
      'The crossing handled about a third of the trade between the two countries before the water took away its piers, and the detour through the hills adds some 200 kilometres to each journey.',
    ],
  },
  {
    language: 'en',
    title: 'Court frees editor held over report on harbour works',
    author: 'Per Lund',
    published: '2024-11-03',
    paragraphs: [
      'A court on Sunday ordered the release of a newspaper editor who had been held for nine days over a report on harbour works, her lawyer said.',
      'The judge found that the police had shown no ground for keeping her in custody, and told the ministry to give back her telephone, two computers and a box of notebooks that were seized in the raid.',
      'Prosecutors said they would appeal. They accuse the editor of having published a contract that bore a state seal, which the law of the country forbids without leave.',
      'Her paper had written that the firm chosen to dredge the basin belonged to a cousin of the governor, and that two lower bids had been turned down without a reason.',
      'The governor denies any part in the choice. Some forty colleagues who had waited outside the building since dawn cheered as the ruling was read out.',
      'Rights groups say eleven reporters have been detained in the province this year, more than in any year since the office of the ombudsman began to count them.',
    ],
  },
  {
    language: 'fr',
    title: 'Le gouvernement suspend la vente du port de commerce',
    author: 'Jeanne Morel',
    published: '2023-05-02T08:00:00Z',
    paragraphs: [
      'Le gouvernement a annoncé mardi la suspension de la vente du port de commerce, après trois semaines de grève des dockers et plusieurs journées de blocage des routes qui mènent aux terminaux.',
      'Le ministre des transports a déclaré que les discussions reprendraient en septembre et que rien ne serait décidé sans un vote du parlement, une demande de longue date des syndicats.',
      'Les grévistes ont salué une première victoire, mais ils ont averti que les piquets resteraient en place tant que la suspension ne serait pas publiée au journal officiel.',
      "L'acheteur, un groupe de manutention établi à l'étranger, a fait savoir qu'il maintenait son offre et qu'il attendrait l'automne avant de prendre une décision.",
    ],
  },
  {
    language: 'es',
    title: 'El Senado aprueba la misión de observadores en la frontera',
    author: 'Luis Ortega',
    published: '2022-01-19',
    paragraphs: [
      'El Senado aprobó el miércoles, por cuarenta y un votos contra treinta, el envío de una misión de observadores a la frontera oriental, donde dos comunidades se disputan el agua de un canal.',
      'La misión, que durará seis meses, contará con ochenta personas y no llevará armas. Su tarea será anotar los cortes de agua y escuchar las quejas de los regantes de las dos orillas.',
      'La oposición votó en contra porque, según dijo su portavoz, el texto no aclara quién pagará los gastos ni ante quién responderán los observadores si hay un incidente.',
      'El gobierno del país vecino agradeció la decisión y prometió que sus autoridades locales abrirían todas las compuertas a los visitantes.',
    ],
  },
  {
    language: 'de',
    title: 'Bahn und Gewerkschaft einigen sich auf längere Ruhezeiten',
    author: 'Karin Vogt',
    published: '2021-03-30T17:45:00+02:00',
    paragraphs: [
      'Die Bahn und die Gewerkschaft der Lokführer haben sich am Dienstag nach elf Verhandlungsrunden auf längere Ruhezeiten geeinigt und damit einen für Ostern angekündigten Streik abgewendet.',
      'Zwischen zwei Schichten müssen künftig mindestens zwölf Stunden liegen, an Wochenenden vierzehn. Die Regel gilt ab dem Fahrplanwechsel im Dezember und wird nach zwei Jahren überprüft.',
      'Der Verkehrsminister lobte den Abschluss und sprach von einem guten Tag für die Reisenden, während ein Verband der Fahrgäste mehr Personal auf den Nebenstrecken verlangte.',
      'Beide Seiten müssen der Vereinbarung noch in ihren Gremien zustimmen. Damit wird bis Ende des kommenden Monats gerechnet, hieß es aus Kreisen der Unterhändler.',
    ],
  },
];

const p = (story: PageStory): string => story.paragraphs.map((text) => `<p>${text}</p>`).join('\n');
export const nav =
  '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li><li><a href="/money">Money</a></li></ul></nav>';
export const links = Array.from(
  { length: 12 },
  (_, n) => `<li><a href="/story-${n}">Another headline of the day, number ${n}</a></li>`,
).join('');
export const rail = `<aside class="sidebar"><h3>Most read</h3><ol>${links}</ol><div class="newsletter"><p>Sign up for our newsletter</p><form><input></form></div></aside>`;
export const foot =
  '<footer class="footer"><p>© 2025 Example Press. All rights reserved.</p><ul><li><a href="/privacy">Privacy</a></li><li><a href="/terms">Terms</a></li></ul></footer>';
export const comments = `<div id="comments" class="comments"><h2>Comments</h2>${Array.from({ length: 8 }, (_, n) => `<div class="comment"><span>reader${n}</span><p>I do not agree with any of this, said reader ${n}, at all.</p></div>`).join('')}</div>`;
const head = (story: PageStory, more = ''): string =>
  `<head><meta charset="utf-8"><title>${story.title} | Example News</title><meta property="og:site_name" content="Example News">${more}</head>`;
const jsonLd = (story: PageStory): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@graph': [{ '@type': 'NewsArticle', headline: story.title, datePublished: story.published, author: { '@type': 'Person', name: story.author } }] })}</script>`;
const metas = (story: PageStory): string =>
  `<meta property="og:title" content="${story.title}"><meta property="article:published_time" content="${story.published}"><meta name="author" content="${story.author}">`;
const page = (story: PageStory, top: string, body: string): string =>
  `<!DOCTYPE html><html lang="${story.language}">${top}<body>${body}</body></html>`;

/** Shapes of pages as news sites have them. `dated` tells that the page states its date. */
export const shapes: Readonly<Record<string, (story: PageStory) => string>> = {
  'article element with JSON-LD': (s) =>
    page(
      s,
      head(s, jsonLd(s)),
      `<header>${nav}</header><main><article><h1>${s.title}</h1><p class="byline">By ${s.author}</p>${p(s)}</article>${rail}</main>${foot}`,
    ),
  'meta elements and nested divisions': (s) =>
    page(
      s,
      head(s, metas(s)),
      `<div id="page"><div class="header">${nav}</div><div class="wrap"><div class="content"><div class="entry"><h1>${s.title}</h1><div class="entry-content">${p(s)}</div></div></div>${rail}</div>${foot}</div>`,
    ),
  'time element': (s) =>
    page(
      s,
      head(s),
      `${nav}<div class="post"><h1>${s.title}</h1><time datetime="${s.published}" pubdate>then</time><div class="post-body">${p(s)}</div></div>${rail}${foot}`,
    ),
  'gallery and captions': (s) =>
    page(
      s,
      head(s, jsonLd(s)),
      `${nav}<article><h1>${s.title}</h1><figure><img src="a.jpg"><figcaption>A view of the town. Photo: Example/AFP</figcaption></figure>${p(s)}</article>${foot}`,
    ),
  'comments below': (s) =>
    page(s, head(s, metas(s)), `${nav}<article><h1>${s.title}</h1>${p(s)}</article>${comments}${foot}`),
  'layout by tables': (s) =>
    page(
      s,
      head(s, metas(s)),
      `<table width="100%"><tr><td colspan="2">${nav}</td></tr><tr><td width="150"><ul>${links}</ul></td><td><h1>${s.title}</h1>${p(s)}</td></tr><tr><td colspan="2">${foot}</td></tr></table>`,
    ),
  AMP: (s) =>
    `<!doctype html><html ⚡ lang="${s.language}">${head(s, jsonLd(s))}<body><amp-sidebar>${nav}</amp-sidebar><article><h1>${s.title}</h1><amp-img src="x" width="1" height="1"></amp-img>${p(s)}</article><amp-ad></amp-ad>${foot}</body></html>`,
  'cookie wall before the story': (s) =>
    page(
      s,
      head(s, metas(s)),
      `<div id="cookie-consent" class="cookie-banner"><p>We use cookies to make this site better for you.</p><button>Accept all</button></div>${nav}<main><h1>${s.title}</h1><div class="story-body">${p(s)}</div></main>${rail}${foot}`,
    ),
  'related links inside the story': (s) =>
    page(
      s,
      head(s, jsonLd(s)),
      `${nav}<article><h1>${s.title}</h1>${s.paragraphs.map((text, n) => `<p>${text}</p>${n === 1 ? `<div class="related"><ul>${links}</ul></div>` : ''}`).join('')}</article>${foot}`,
    ),
  'line breaks in place of paragraphs': (s) =>
    page(
      s,
      head(s, metas(s)),
      `${nav}<div class="article-text"><h1>${s.title}</h1><div>${s.paragraphs.join('<br><br>')}</div></div>${rail}${foot}`,
    ),
  'unclosed elements': (s) =>
    `<html><head><title>${s.title} | Example News</title>${metas(s)}<body><ul><li><a href=/>Home<li><a href=/w>World</ul><div class=main><h1>${s.title}</h1>${s.paragraphs.map((text) => `<p>${text}`).join('\n')}</div><div class=foot>Terms`,
  'teasers of several articles below': (s) =>
    page(
      s,
      head(s, jsonLd(s)),
      `${nav}<main><article><h1>${s.title}</h1>${p(s)}</article><section class="more-stories">${Array.from({ length: 6 }, (_, n) => `<article class="teaser"><h3><a href="/t${n}">Teaser ${n} of the day</a></h3><p>Short words ${n}.</p></article>`).join('')}</section></main>${foot}`,
    ),
  'heavy scripts and styles': (s) =>
    page(
      s,
      head(
        s,
        `${jsonLd(s)}<style>${'.x{color:red}'.repeat(500)}</style><script>${'var a="<p>no</p>";'.repeat(500)}</script>`,
      ),
      `${nav}<article><h1>${s.title}</h1>${p(s)}<script>document.write("<p>never</p>")</script></article>${foot}`,
    ),
};
