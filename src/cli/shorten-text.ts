// A text that has to fit into so many columns of a terminal.
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
