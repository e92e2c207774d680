// A text that has to fit into so many columns of a terminal: on one line, or on as many as it takes.
import { textWidth } from './text-width.ts'

/** At most `width` columns; an ellipsis tells that something is left out. */
export function shortenTo(width: number, text: string): string {
  if (textWidth(text) <= width) return text
  let shortened = ''
  let used = 1
  for (const character of text) {
    used += textWidth(character)
    if (used > width) break
    shortened += character
  }
  return `${shortened}…`
}

/** Lines of at most `width` columns, broken between words; a word that is longer stands alone. */
export function wrapTo(width: number, text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
