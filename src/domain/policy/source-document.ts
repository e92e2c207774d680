// One YAML document as plain values, with the way back from each value to its place in the file.
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { ProblemList } from './problem-list.ts'

/** From the top of a document down: keys and positions in lists. */
export type SourcePath = readonly (string | number)[]

export class SourceDocument {
  /** Records without a prototype, arrays, text, numbers, booleans, null. */
  readonly plain: unknown
  /** What stands in front of every path of this document, e.g. `ShareTree`. */
  readonly name: string
  private readonly root: Node
  private readonly text: string
  private readonly pairs = new WeakMap<YAMLMap, Map<string, Pair>>()

  constructor(document: Document.Parsed, text: string, problems: ProblemList, position: number) {
    this.root = document.contents as Node
    this.text = text
    const kind = isMap(this.root) ? (this.pairsOf(this.root).get('kind')?.value ?? null) : null
    this.name =
      isScalar(kind) && /^[A-Za-z]{1,30}$/.test(sourceText(kind)) ? sourceText(kind) : `documents[${position}]`
    this.plain = this.plainOf(this.root, [], problems)
  }

  /** `ShareTree.spec[2].guarantee.h200` */
  pathText(path: SourcePath): string {
    let text = this.name
    for (const step of path) {
      if (typeof step === 'number') text += `[${step}]`
      else text += /^[\w-]+$/.test(step) ? `.${step}` : `.${JSON.stringify(step)}`
    }
    return text
  }

  /** Where the value stands; for an empty value its key; for one that is absent the nearest thing around it. */
  offsetOf(path: SourcePath): number {
    let offset = this.root.range?.[0] ?? 0
    let node: unknown = this.root
    for (const step of path) {
      const pair = this.stepInto(node, step)
      if (pair === null) return offset
      const at = startOf(pair.value)
      offset = at ?? startOf(pair.key) ?? offset
      node = pair.value
    }
    return offset
  }

  /** Where the key stands, for a problem with the key itself. */
  keyOffsetOf(path: SourcePath): number {
    const parent = this.nodeAt(path.slice(0, -1))
    const pair = this.stepInto(parent, path.at(-1) ?? '')
    return (pair === null ? null : startOf(pair.key)) ?? this.offsetOf(path)
  }

  /** What stands there, as it was written. */
  sourceOf(path: SourcePath): string {
    const node = this.nodeAt(path)
    const range = (node as Node | null)?.range
    return range === null || range === undefined ? '' : this.text.slice(range[0], range[1])
  }

  nodeAt(path: SourcePath): unknown {
    let node: unknown = this.root
    for (const step of path) node = this.stepInto(node, step)?.value ?? null
    return node
  }

  plainAt(path: SourcePath): unknown {
    let value = this.plain
    for (const step of path) value = (value as Readonly<Record<string | number, unknown>> | null)?.[step]
    return value
  }

  /** Where a number stands but text is wanted: the text is what the file says, `6214e9` and not 6214000000000. */
  takeAsWritten(path: SourcePath): boolean {
    const node = this.nodeAt(path)
    if (!isScalar(node) || typeof node.value !== 'number' || path.length === 0) return false
    const holder = this.plainAt(path.slice(0, -1)) as Record<string | number, unknown>
    holder[path.at(-1) ?? ''] = sourceText(node)
    return true
  }

  private stepInto(node: unknown, step: string | number): { key: unknown; value: unknown } | null {
    if (isSeq(node) && typeof step === 'number') {
      return step < node.items.length ? { key: null, value: node.items[step] } : null
    }
    return isMap(node) ? (this.pairsOf(node).get(String(step)) ?? null) : null
  }

  /** By key as written; of two equal keys the first. */
  private pairsOf(map: YAMLMap): Map<string, Pair> {
    const known = this.pairs.get(map)
    if (known !== undefined) return known
    const pairs = new Map<string, Pair>()
    for (const pair of map.items) {
      const key = keyText(pair.key)
      if (key !== null && !pairs.has(key)) pairs.set(key, pair)
    }
    this.pairs.set(map, pairs)
    return pairs
  }

  private plainOf(node: unknown, path: SourcePath, problems: ProblemList): unknown {
    if (isScalar(node)) return node.value
    if (isSeq(node)) return node.items.map((item, position) => this.plainOf(item, [...path, position], problems))
    if (!isMap(node)) return null
    const record = Object.create(null) as Record<string, unknown>
    const first = this.pairsOf(node)
    for (const pair of node.items) {
      const key = keyText(pair.key)
      const offset = startOf(pair.key) ?? node.range?.[0] ?? 0
      if (key === null) {
        problems.report({ code: 'value-type', offset, path: this.pathText(path), expected: 'text' })
      } else if (key === '__proto__') {
        problems.report({ code: 'key-unknown', offset, path: this.pathText([...path, key]), found: key })
      } else if (first.get(key) !== pair) {
        problems.report({ code: 'key-duplicate', offset, path: this.pathText([...path, key]), found: key })
      } else {
        record[key] = this.plainOf(pair.value, [...path, key], problems)
      }
    }
    return record
  }
}

/** A scalar as it stands in the file: `6214e9` stays `6214e9`, which YAML would read as a number. */
function sourceText(scalar: Scalar): string {
  return scalar.type === 'PLAIN' && scalar.source !== undefined ? scalar.source : String(scalar.value)
}

function keyText(key: unknown): string | null {
  if (!isScalar(key) || isNothing(key)) return null
  return sourceText(key)
}

/** Not even the word `null` stands there. */
function isNothing(scalar: Scalar): boolean {
  return scalar.value === null && (scalar.source ?? '') === ''
}

/** null for a value that is not there, as in `capacity:`. */
function startOf(node: unknown): number | null {
  if (node === null || typeof node !== 'object') return null
  if (isScalar(node) && isNothing(node)) return null
  if (isAlias(node) || 'range' in node) return (node as Node).range?.[0] ?? null
  return null
}
