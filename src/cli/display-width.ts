// Cells that a text takes in a terminal: Hangul and other wide characters take two, marks that join take none.

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
]

const JOINS = /^[\p{Mn}\p{Me}\p{Cf}]$/u

export function displayWidth(text: string): number {
  let width = 0
  for (const character of text.normalize('NFC')) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  if (JOINS.test(character)) return 0
  const code = character.codePointAt(0) ?? 0
  return WIDE.some(([from, until]) => code >= from && code <= until) ? 2 : 1
}

/** At most `width` cells, the rest told by an ellipsis. */
export function shortenTo(width: number, text: string): string {
  if (displayWidth(text) <= width) return text
  let shortened = ''
  let used = 1
  for (const character of text.normalize('NFC')) {
    used += characterWidth(character)
    if (used > width) break
    shortened += character
  }
  return `${shortened}…`
}

export function padLeft(width: number, text: string): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}

export function padRight(width: number, text: string): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}
