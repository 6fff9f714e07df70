import { type XmlElement, xmlTree } from './xml-tree.js';

/** Addresses of the feeds in an OPML list, each once. */
export function feedsOfOpml(source: string): readonly string[] {
  const { root } = xmlTree(source, null);
  const found = new Set<string>();
  const visit = (element: XmlElement): void => {
    const address = element.attributes.get('xmlurl')?.trim();
    if (element.name === 'outline' && address) found.add(address);
    for (const child of element.children) if (child.kind === 'element') visit(child);
  };
  if (root) visit(root);
  return [...found];
}
