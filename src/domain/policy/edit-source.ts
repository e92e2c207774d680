// Changes one value of a policy file and nothing else: comments, order, spelling and line ends stay as the officer wrote
// them. The YAML document says where a value stands; the text is cut there. (Writing the document anew would lay flow maps
// and folded texts out by the writer's taste, and the officer would not find their own file again.)
import { isCollection, isMap, isScalar, isSeq, type Document, type Node, type Pair, type YAMLMap } from 'yaml'
import { accept, refuse, type Result } from '../kernel/result.ts'
import { ProblemList } from './problem-list.ts'
import { composeDocuments, isReadableText } from './yaml-documents.ts'

export type EditedValue = number | string
export interface SourceEdit {
  readonly document: 'Pool' | 'ShareTree'
  /** Keys and positions from the top of the document, e.g. ['spec', 2, 'guarantee']. */
  readonly path: readonly (string | number)[]
  /** null: the key goes away, and with it a map that has no other key. */
  readonly value: EditedValue | null
}

/** The text is no YAML; there is no such place; a group of values stands where one value is to be put. */
export type EditRefusal = 'text-not-readable' | 'place-not-found' | 'place-not-a-value'

/** A new key stands after those that come before it in this list, else at the end of its map. */
const KEY_ORDER = [
  'id',
  'parent',
  'kind',
  'guarantee',
  'weight',
  'tier',
  'limit',
  'borrowingLimit',
  'lendingLimit',
  'preemption',
] as const

interface Place {
  readonly text: string
  readonly root: YAMLMap
}

export function editPolicySource(source: string, edit: SourceEdit): Result<string, EditRefusal> {
  const mark = source.startsWith('\uFEFF') ? '\uFEFF' : ''
  const text = source.slice(mark.length)
  const problems = new ProblemList(text)
  const documents = isReadableText(text, problems) ? composeDocuments(text, problems) : null
  if (documents === null) return refuse('text-not-readable')
  const root = documents.map((document) => rootOf(document)).find((map) => kindOf(map) === edit.document)
  if (root === null || root === undefined) return refuse('place-not-found')
  const edited =
    edit.value === null ? removed({ text, root }, edit.path) : written({ text, root }, edit.path, edit.value)
  return edited.ok ? accept(mark + edited.value) : edited
}

function rootOf(document: Document.Parsed): YAMLMap | null {
  return isMap(document.contents) ? document.contents : null
}

function kindOf(map: YAMLMap | null): unknown {
  const kind = map === null ? null : pairOf(map, 'kind')?.value
  return isScalar(kind) ? kind.value : null
}

function pairOf(map: YAMLMap, key: string): Pair | null {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key) ?? null
}

function written({ text, root }: Place, path: SourceEdit['path'], value: EditedValue): Result<string, EditRefusal> {
  let node: unknown = root
  for (const [depth, step] of path.entries()) {
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
      continue
    }
    if (!isMap(node) || typeof step !== 'string') return refuse('place-not-found')
    const pair = pairOf(node, step)
    const rest = path.slice(depth + 1)
    if (pair === null) return inserted(text, node, step, nested(rest, value))
    if (isEmptyValue(pair)) {
      const at = endOfColon(text, pair)
      return accept(`${text.slice(0, at)} ${nested(rest, value)}${text.slice(at)}`)
    }
    node = pair.value
  }
  if (!isScalar(node) || !node.range) return refuse(isCollection(node) ? 'place-not-a-value' : 'place-not-found')
  const [from, until] = node.range
  return accept(text.slice(0, from) + String(value) + text.slice(until))
}

/** `{halfLife: 7d}` for what has no map yet. */
function nested(path: SourceEdit['path'], value: EditedValue): string {
  return path.reduceRight<string>((inner, step) => `{${step}: ${inner}}`, String(value))
}

function inserted(text: string, map: YAMLMap, key: string, value: string): Result<string, EditRefusal> {
  const range = map.range
  const before = pairBefore(map, key)
  if (!range) return refuse('place-not-found')
  if (before === null) {
    const inside = text.indexOf('{', range[0]) + 1
    return accept(`${text.slice(0, inside)}${key}: ${value}${text.slice(inside)}`)
  }
  const end = endOfPair(text, before)
  if (map.flow === true) return accept(`${text.slice(0, end)}, ${key}: ${value}${text.slice(end)}`)
  const keyStart = (before.key as Node).range?.[0] ?? 0
  const indent = ' '.repeat(keyStart - lineStart(text, keyStart))
  const at = lineEnd(text, end)
  const newLine = text.includes('\r\n') ? '\r\n' : '\n'
  return accept(`${text.slice(0, at)}${newLine}${indent}${key}: ${value}${text.slice(at)}`)
}

function pairBefore(map: YAMLMap, key: string): Pair | null {
  const order = (name: unknown) => (KEY_ORDER as readonly unknown[]).indexOf(name)
  const own = order(key)
  let before: Pair | null = null
  for (const pair of map.items) {
    const at = order(isScalar(pair.key) ? pair.key.value : null)
    if (at !== -1 && at < own && (before === null || at > order((before.key as { value?: unknown }).value)))
      before = pair
  }
  return before ?? map.items.at(-1) ?? null
}

function removed({ text, root }: Place, path: SourceEdit['path']): Result<string, EditRefusal> {
  let node: unknown = root
  // The highest map that nothing would be left in, or the map of the key itself.
  let cut: { readonly map: YAMLMap; readonly pair: Pair } | null = null
  for (const step of path) {
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
      cut = null
      continue
    }
    const pair = isMap(node) && typeof step === 'string' ? pairOf(node, step) : null
    if (pair === null || !isMap(node)) return accept(text)
    if (cut === null || node.items.length > 1) cut = { map: node, pair }
    node = pair.value
  }
  return cut === null ? refuse('place-not-found') : accept(withoutPair(text, cut.map, cut.pair))
}

function withoutPair(text: string, map: YAMLMap, pair: Pair): string {
  const from = (pair.key as Node).range?.[0] ?? 0
  const end = endOfPair(text, pair)
  const next = map.items[map.items.indexOf(pair) + 1]
  const nextStart = next === undefined ? null : ((next.key as Node).range?.[0] ?? null)
  if (map.flow === true) {
    if (nextStart !== null) return text.slice(0, from) + text.slice(nextStart)
    const previous = map.items[map.items.indexOf(pair) - 1]
    return text.slice(0, previous === undefined ? from : endOfPair(text, previous)) + text.slice(end)
  }
  const start = lineStart(text, from)
  // The first key of a list's entry stands on the line of the dash: the next key takes its place.
  if (text.slice(start, from).trim() !== '' && nextStart !== null) return text.slice(0, from) + text.slice(nextStart)
  const until = lineEnd(text, end)
  const skipped = text.startsWith('\r\n', until) ? 2 : text.startsWith('\n', until) ? 1 : 0
  return text.slice(0, start) + text.slice(until + skipped)
}

function isEmptyValue(pair: Pair): boolean {
  const { value } = pair
  if (value === null) return true
  const range = isScalar(value) ? value.range : null
  return range !== null && range !== undefined && range[0] === range[1]
}

function endOfColon(text: string, pair: Pair): number {
  return text.indexOf(':', (pair.key as Node).range?.[1] ?? 0) + 1
}

/** After the last character of the value, without the white space and line ends that follow it. */
function endOfPair(text: string, pair: Pair): number {
  const until = isEmptyValue(pair) ? endOfColon(text, pair) : ((pair.value as Node).range?.[1] ?? 0)
  return text.slice(0, until).trimEnd().length
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  if (end === -1) return text.length
  return text[end - 1] === '\r' ? end - 1 : end
}
