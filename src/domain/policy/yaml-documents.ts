// From the text of a file to its YAML documents, with what may not be in it refused before it can do harm.
// The depth is bounded while the text is read, before any recursion: 50,000 open brackets end the whole process of Node
// (not an exception: V8 aborts), and a policy can come from the internet.
import { Composer, isAlias, isCollection, isPair, Lexer, Parser, visit, type CST, type Document, type Node } from 'yaml'
import type { ProblemList } from './problem-list.ts'
import type { SyntaxHint } from './problem.ts'

export const MAX_FILE_BYTES = 1024 * 1024
const MAX_DEPTH = 48
const MAX_DOCUMENTS = 100

/** Reports what makes a text unfit to be read as YAML at all. */
export function isReadableText(source: string, problems: ProblemList): boolean {
  const bytes = new TextEncoder().encode(source).length
  if (bytes > MAX_FILE_BYTES) {
    const sizes = { found: String(bytes), expected: String(MAX_FILE_BYTES) }
    problems.report({ code: 'file-too-large', offset: 0, path: '', ...sizes })
    return false
  }
  const broken = source.indexOf('\uFFFD')
  if (broken !== -1) {
    problems.report({ code: 'encoding-not-utf8', offset: broken, path: '' })
    return false
  }
  const control = controlCharacter(source)
  if (control !== null) {
    const found = `U+${control.code.toString(16).toUpperCase().padStart(4, '0')}`
    problems.report({ code: 'character-not-allowed', offset: control.offset, path: '', found })
    return false
  }
  return true
}

/** Anything below a space but tab and line ends, and DEL. */
function controlCharacter(source: string): { code: number; offset: number } | null {
  for (let offset = 0; offset < source.length; offset += 1) {
    const code = source.charCodeAt(offset)
    const isControl = code === 127 || (code < 32 && code !== 9 && code !== 10 && code !== 13)
    if (isControl) return { code, offset }
  }
  return null
}

/** The documents that hold something. Syntax errors are reported and give null: what follows one is guesswork. */
export function composeDocuments(text: string, problems: ProblemList): readonly Document.Parsed[] | null {
  const tokens = boundedTokens(text, problems)
  if (tokens === null) return null
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, schema: 'core', merge: false })
  const documents = [...composer.compose(tokens, true, text.length)]
  let isReadable = true
  for (const document of documents) {
    for (const error of document.errors) {
      isReadable = false
      const at = Math.min(error.pos[0], text.length)
      const found = text.slice(at, at + 200).split('\n', 1)[0] ?? ''
      problems.report({ code: 'yaml-syntax', offset: at, path: '', found, expected: hintOf(error.code) })
    }
    if (document.directives.yaml.version !== '1.2') {
      isReadable = false
      problems.report({ code: 'yaml-directive', offset: Math.max(0, text.indexOf('%YAML')), path: '' })
    }
  }
  return isReadable ? documents.filter((document) => document.contents?.range[0] !== document.contents?.range[1]) : null
}

function boundedTokens(text: string, problems: ProblemList): CST.Token[] | null {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let documents = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'document') documents += 1
    }
    const offset = Math.min(parser.offset, text.length)
    if (parser.stack.length > MAX_DEPTH) {
      problems.report({ code: 'nesting-too-deep', offset, path: '' })
      return null
    }
    if (documents > MAX_DOCUMENTS) {
      problems.report({ code: 'documents-too-many', offset, path: '', expected: String(MAX_DOCUMENTS) })
      return null
    }
  }
  tokens.push(...parser.end())
  return tokens
}

/** Anchors, aliases and tags: an alias bomb is told about, never opened. */
export function reportForbiddenSyntax(document: Document.Parsed, problems: ProblemList, text: string): void {
  visit(document, (_, node) => {
    if (isPair(node) || typeof node !== 'object' || node === null || !('range' in node)) return
    const offset = (node as Node).range?.[0] ?? 0
    if (isAlias(node)) {
      problems.report({ code: 'yaml-alias', offset, path: '', found: `*${node.source}` })
      return
    }
    const { anchor, tag } = node as { anchor?: string; tag?: string }
    if (anchor !== undefined) {
      const at = text.lastIndexOf(`&${anchor}`, offset)
      problems.report({ code: 'yaml-alias', offset: at === -1 ? offset : at, path: '', found: `&${anchor}` })
    }
    if (tag !== undefined && !(isCollection(node) && tag === '')) {
      const start = tagOffset(text, offset)
      const found = /^[^\s,\]}]*/.exec(text.slice(start, start + 80))?.[0] ?? tag
      problems.report({ code: 'yaml-tag', offset: start, path: '', found })
    }
  })
}

/** A node's place is that of its value; the tag, `!word` or `!!word`, stands before it. */
function tagOffset(text: string, valueOffset: number): number {
  const last = text.lastIndexOf('!', Math.max(0, valueOffset - 1))
  if (last === -1) return valueOffset
  return text[last - 1] === '!' ? last - 1 : last
}

function hintOf(code: Document.Parsed['errors'][number]['code']): SyntaxHint {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'tab'
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return 'indentation'
    case 'MISSING_CHAR':
      return 'missing-character'
    case 'BAD_DQ_ESCAPE':
      return 'escape'
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return 'key-on-one-line'
    case 'BAD_SCALAR_START':
      return 'reserved-character'
    default:
      return 'unexpected-text'
  }
}
