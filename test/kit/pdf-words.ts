// Reads the words back out of a PDF by what the file says of its glyphs (ToUnicode), so that a test needs no other program.
// For files of pdfkit: one content stream a page, two-byte glyph numbers, fonts that every page shares by name.
import { inflateSync } from 'node:zlib'

/** For each page its lines in the order in which they were written; every kind of blank is one blank. */
export function pdfPages(pdf: Buffer): string[][] {
  const objects = objectsOf(pdf)
  const dictionary = (id: string) => objects.get(id)?.dictionary ?? ''
  const tree = [...objects.values()].find((object) => object.dictionary.includes('/Type /Pages'))
  const kids = /\/Kids \[([^\]]*)\]/.exec(tree?.dictionary ?? '')?.[1] ?? ''
  return references(kids).map((kid) => {
    const page = dictionary(kid)
    const [contents = ''] = references(/\/Contents ([^/]*)/.exec(page)?.[1] ?? '')
    const [resources = ''] = references(/\/Resources ([^/]*)/.exec(page)?.[1] ?? '')
    const letters = new Map<string, ReadonlyMap<string, string>>()
    for (const [, name = '', font = ''] of dictionary(resources).matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [map = ''] = references(/\/ToUnicode ([^/]*)/.exec(dictionary(font))?.[1] ?? '')
      letters.set(name, lettersOf(objects.get(map)?.stream ?? ''))
    }
    return linesOf(objects.get(contents)?.stream ?? '', letters)
  })
}

interface PdfObject {
  readonly dictionary: string
  readonly stream: string | null
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const found = new Map<string, PdfObject>()
  const file = pdf.toString('latin1')
  for (const [, id = '', body = ''] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const at = body.indexOf('stream\n')
    const dictionary = at < 0 ? body : body.slice(0, at)
    const bytes = at < 0 ? null : Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1')
    const stream = bytes === null ? null : dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes
    found.set(id, { dictionary, stream: stream?.toString('latin1') ?? null })
  }
  return found
}

function references(text: string): string[] {
  return [...text.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => id)
}

/** Glyph number -> letters, from `<first> <last> [<letters> ...]`. */
function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>()
  for (const [, first = '', , list = ''] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g)) {
    const start = Number.parseInt(first, 16)
    for (const [index, [, units = '']] of [...list.matchAll(/<([0-9a-f ]+)>/g)].entries()) {
      const glyph = (start + index).toString(16).padStart(4, '0')
      letters.set(glyph, Buffer.from(units.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  }
  return letters
}

function linesOf(content: string, letters: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  let font: ReadonlyMap<string, string> = new Map()
  const lines: string[] = []
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = letters.get(name) ?? new Map()
    if (shown === undefined) continue
    const glyphs = [...shown.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    const text = glyphs.map((glyph) => font.get(glyph) ?? '\ufffd').join('')
    lines.push(
      text
        .normalize('NFC')
        .replaceAll(/[\s\u00a0\u202f]+/gu, ' ')
        .trim(),
    )
  }
  return lines
}
