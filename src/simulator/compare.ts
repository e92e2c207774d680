// Two replays of the same jobs beside each other: what differs, who gains and who loses, from the pool down to the project
// and by the size of jobs. All differences are second - first. Figures with decimals have four of them, and are compared
// and subtracted as whole ten-thousandths: what is written alike is alike, and a tie is "no change", never noise.
import type { NodeKind } from '../domain/policy/policy.ts'
import { JOB_SIZES, type JobClassOutcome, type NodeOutcome, type Outcome, type RunSummary } from './outcome.ts'

/** What a comparison needs of an outcome; a stored run has it too. `classes` null: from before they were recorded. */
export interface ComparedOutcome extends Pick<Outcome, 'nodes'> {
  readonly summary: RunSummary
  readonly classes?: readonly JobClassOutcome[] | null | undefined
  readonly trace: { readonly sha256: string; readonly jobs: number }
}

export interface ComparedFigures {
  /** Jobs that ran to their end. */
  readonly jobs: number
  /** Seconds, 4 decimals. */
  readonly meanWait: number
  readonly boundedSlowdown: number
  readonly deliveredUnitSeconds: number
}

/** The order in which they decide who gains. */
export const COMPARED_MEASURES = ['jobs', 'meanWait', 'boundedSlowdown', 'deliveredUnitSeconds'] as const
export type ComparedMeasure = (typeof COMPARED_MEASURES)[number]

export interface Difference {
  /** second - first, in the unit of the figure. */
  readonly absolute: number
  /** absolute / first; null where the first is 0; 4 decimals. */
  readonly relative: number | null
}

export type Verdict = 'gains' | 'loses' | 'same'

export type ComparedLevel = 'pool' | NodeKind | 'size'

export interface ComparedRow {
  readonly level: ComparedLevel
  /** Id of the node; the size; '' for the pool. */
  readonly id: string
  /** null for sectors, sizes and the pool. */
  readonly parent: string | null
  /** null: this side does not have the node. */
  readonly first: ComparedFigures | null
  readonly second: ComparedFigures | null
  /** null unless both sides have it. */
  readonly differences: Readonly<Record<ComparedMeasure, Difference>> | null
  /** null: it cannot be said, because the jobs are others, or one side does not have the node. */
  readonly verdict: Verdict | null
}

/** What the two replays do not share. Waits of other jobs, or of a node's other jobs, are not held against each other. */
export const UNLIKE = ['history', 'jobs-read', 'capacity', 'nodes', 'job-map', 'classes-missing'] as const
export type Unlike = (typeof UNLIKE)[number]

export interface Comparison {
  /** Both replayed the same jobs of the same file. Otherwise no row has a verdict. */
  readonly isSameJobs: boolean
  readonly unlike: readonly Unlike[]
  /** The pool; nodes with parents before children, those of the second replay and then those that only the first has; sizes. */
  readonly rows: readonly ComparedRow[]
}

/**
 * Who gains is decided by the first of these that differs: more jobs ran (a job that can never start is the worst wait of
 * all), the mean wait is shorter, the mean bounded slowdown is smaller, more unit-seconds were delivered.
 */
export function compare(first: ComparedOutcome, second: ComparedOutcome): Comparison {
  const isSameJobs = first.trace.sha256 === second.trace.sha256 && first.trace.jobs === second.trace.jobs
  const isImpossibleAlike = first.summary.impossibleJobs === second.summary.impossibleJobs
  const rowOf = (place: Place, [before, after]: Pair): ComparedRow => {
    if (before === null || after === null) {
      return { ...place, first: before, second: after, differences: null, verdict: null }
    }
    // Where as many jobs are impossible on both sides, another number of jobs means that others were given to the node.
    const isJudged = isSameJobs && (before.jobs === after.jobs || !isImpossibleAlike)
    return {
      ...place,
      first: before,
      second: after,
      differences: differencesOf(before, after),
      verdict: isJudged ? verdictOf(before, after) : null,
    }
  }
  const pool = rowOf({ level: 'pool', id: '', parent: null }, [figuresOf(first.summary), figuresOf(second.summary)])
  const nodes = nodeRows(first, second, rowOf)
  const sizes = sizeRows(first, second, rowOf)
  return { isSameJobs, unlike: unlikeOf([first, second], nodes, isSameJobs), rows: [pool, ...nodes, ...sizes] }
}

export function verdictOf(first: ComparedFigures, second: ComparedFigures): Verdict {
  for (const measure of COMPARED_MEASURES) {
    const { absolute } = differenceOf(first[measure], second[measure])
    if (absolute !== 0) return absolute > 0 === isMoreBetter(measure) ? 'gains' : 'loses'
  }
  return 'same'
}

export function isMoreBetter(measure: ComparedMeasure): boolean {
  return measure === 'jobs' || measure === 'deliveredUnitSeconds'
}

/** Rows of a level that gain, that lose, that are as before: the greatest change of the mean wait first, then by id. */
export function winnersAndLosersAt(rows: readonly ComparedRow[], level: ComparedLevel) {
  const change = (row: ComparedRow) => Math.abs(row.differences?.meanWait.absolute ?? 0)
  const having = (verdict: Verdict) =>
    rows
      .filter((row) => row.level === level && row.verdict === verdict)
      .toSorted((a, b) => change(b) - change(a) || (a.id < b.id ? -1 : 1))
  return { winners: having('gains'), losers: having('loses'), unchanged: having('same') }
}

export function differenceOf(first: number, second: number): Difference {
  const absolute = signedRoundTo4(second - first)
  return { absolute, relative: first === 0 ? null : signedRoundTo4(absolute / first) }
}

/** A half goes away from zero, so that a difference and its opposite are written alike; never -0. */
export function signedRoundTo4(value: number): number {
  return (Math.sign(value) * Math.round(Math.abs(value) * 10_000)) / 10_000 + 0
}

function differencesOf(first: ComparedFigures, second: ComparedFigures): Readonly<Record<ComparedMeasure, Difference>> {
  const of = (measure: ComparedMeasure) => differenceOf(first[measure], second[measure])
  return {
    jobs: of('jobs'),
    meanWait: of('meanWait'),
    boundedSlowdown: of('boundedSlowdown'),
    deliveredUnitSeconds: of('deliveredUnitSeconds'),
  }
}

type Place = Pick<ComparedRow, 'level' | 'id' | 'parent'>
type Pair = readonly [ComparedFigures | null, ComparedFigures | null]
type RowOf = (place: Place, pair: Pair) => ComparedRow

function nodeRows(first: ComparedOutcome, second: ComparedOutcome, rowOf: RowOf): readonly ComparedRow[] {
  const [before, after] = [first, second].map(({ nodes }) => new Map(nodes.map((node) => [node.id, node])))
  const nodes = [...second.nodes, ...first.nodes.filter(({ id }) => after?.has(id) !== true)]
  const figures = (node: NodeOutcome | undefined) => (node === undefined ? null : figuresOf(node))
  return nodes.map(({ id, kind, parent }) =>
    rowOf({ level: kind, id, parent }, [figures(before?.get(id)), figures(after?.get(id))]),
  )
}

/** Sizes of which either side has jobs; none when a side has no classes. */
function sizeRows(first: ComparedOutcome, second: ComparedOutcome, rowOf: RowOf): readonly ComparedRow[] {
  const [before, after] = [first.classes, second.classes]
  if (before === null || before === undefined || after === null || after === undefined) return []
  return JOB_SIZES.flatMap((size) => {
    const pair = [before, after].map((classes) =>
      together(classes.filter((row) => row.node === null && row.size === size)),
    )
    if (pair.every((figures) => figures?.jobs === 0)) return []
    return [rowOf({ level: 'size', id: size, parent: null }, [pair[0]!, pair[1]!])]
  })
}

type Told = Pick<NodeOutcome, 'jobs' | 'wait' | 'averageBoundedSlowdown' | 'deliveredUnitSeconds'>

function figuresOf({ jobs, wait, averageBoundedSlowdown, deliveredUnitSeconds }: Told): ComparedFigures {
  return { jobs, meanWait: wait.mean, boundedSlowdown: averageBoundedSlowdown, deliveredUnitSeconds }
}

/** Classes as one: means by number of jobs. */
function together(classes: readonly JobClassOutcome[]): ComparedFigures {
  const sum = (of: (row: JobClassOutcome) => number) => classes.reduce((total, row) => total + of(row), 0)
  const jobs = sum((row) => row.jobs)
  const mean = (of: (row: JobClassOutcome) => number) =>
    jobs === 0 ? 0 : signedRoundTo4(sum((row) => of(row) * row.jobs) / jobs)
  return {
    jobs,
    meanWait: mean((row) => row.wait.mean),
    boundedSlowdown: mean((row) => row.averageBoundedSlowdown),
    deliveredUnitSeconds: sum((row) => row.deliveredUnitSeconds),
  }
}

function unlikeOf(
  [first, second]: readonly [ComparedOutcome, ComparedOutcome],
  nodes: readonly ComparedRow[],
  isSameJobs: boolean,
): readonly Unlike[] {
  const isMissing = ({ classes }: ComparedOutcome) => classes === null || classes === undefined
  const found: Readonly<Record<Unlike, boolean>> = {
    history: first.trace.sha256 !== second.trace.sha256,
    'jobs-read': first.trace.sha256 === second.trace.sha256 && first.trace.jobs !== second.trace.jobs,
    capacity: first.summary.capacity !== second.summary.capacity,
    nodes: nodes.some((row) => row.first === null || row.second === null),
    // Of other histories it goes without saying.
    'job-map': isSameJobs && nodes.some((row) => row.verdict === null && row.differences !== null),
    'classes-missing': isMissing(first) || isMissing(second),
  }
  return UNLIKE.filter((unlike) => found[unlike])
}
