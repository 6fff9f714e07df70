/** A name without case, diacritics, apostrophes and doubled spaces, for look-up: `N’Djaména` → `ndjamena`. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}|['’ʻʼ`´]/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/[đĐ]/g, 'd')
    .replace(/[ıİ]/g, 'i')
    .replace(/[æÆ]/g, 'ae')
    .toLowerCase()
    .replace(/[\s\-‐‑–_/.,]+/g, ' ')
    .trim();
}
