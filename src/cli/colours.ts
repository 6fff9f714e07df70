const codes = {
  bold: 1,
  dim: 2,
  underline: 4,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
} as const;
export type Colour = keyof typeof codes;
export type Paint = (text: string, ...colours: readonly Colour[]) => string;

/** Colours text for a terminal; `NO_COLOR` or a pipe leaves it plain. */
export function painter(stream: { readonly isTTY?: boolean }): Paint {
  const on = (stream.isTTY === true || process.env.FORCE_COLOR !== undefined) && !process.env.NO_COLOR;
  return (text, ...colours) =>
    on && colours.length > 0 ? `\u001b[${colours.map((colour) => codes[colour]).join(';')}m${text}\u001b[0m` : text;
}
