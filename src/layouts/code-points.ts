/** Offset in code points of an offset in UTF-16 units, as Python and R count. An offset inside a pair counts the pair. */
export function codePointOffset(text: string, offset: number): number {
  let count = 0;
  for (let at = 0; at < offset && at < text.length; count++) {
    const code = text.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
  }
  return count;
}
