// Two replays of one history beside each other: who waits longer, who less, as a chart and as a sentence.
import type { Language } from '../domain/kernel/language.ts'
import { formatDuration } from '../text/duration.ts'
import { sentence } from '../text/format.ts'
import { koreanParticles } from '../text/korean-particles.ts'
import { labText } from '../text/lab/text.ts'
import { amountForms } from './amounts.ts'
import type { ChartView } from './chart-option.ts'
import { groupedBarsHeight, groupedBarsOption } from './grouped-bars.ts'
import { chartText } from '../text/charts/text.ts'
import { waitScale, type Chart } from './options.ts'
import { sectorColour } from './palette.ts'
import { projectsOf, sectorPosition, sectorsOf, type NamedNode, type RunFigures } from './run-figures.ts'

/** What a change does to the mean wait of a node, in seconds; negative: it waits less. */
export interface WaitShift {
  readonly node: NamedNode
  readonly before: number
  readonly after: number
  readonly difference: number
}

/** Less than a minute, or than a hundredth of what it was, nobody notices. */
const NOTICEABLE_SECONDS = 60
const NOTICEABLE_PART = 0.01

/** Nodes of both figures that had jobs, in the order of `after`. */
export function waitShifts(nodes: readonly NamedNode[], before: RunFigures): readonly WaitShift[] {
  const known = new Map(before.nodes.map((node) => [node.id, node]))
  return nodes.flatMap((node) => {
    const was = known.get(node.id)
    if (was === undefined || was.jobs === 0 || node.jobs === 0) return []
    return [{ node, before: was.wait.mean, after: node.wait.mean, difference: node.wait.mean - was.wait.mean }]
  })
}

export function isNoticeable({ before, difference }: WaitShift): boolean {
  return Math.abs(difference) >= Math.max(NOTICEABLE_SECONDS, before * NOTICEABLE_PART)
}

/** Projects whose wait changes noticeably: those that wait less, those that wait longer, the greatest change first. */
export function winnersAndLosers(before: RunFigures, after: RunFigures) {
  const shifts = waitShifts(projectsOf(after), before).filter(isNoticeable)
  return {
    winners: shifts.filter((shift) => shift.difference < 0).toSorted((a, b) => a.difference - b.difference),
    losers: shifts.filter((shift) => shift.difference > 0).toSorted((a, b) => b.difference - a.difference),
  }
}

/** Which sector gains most and which loses most. */
export function comparisonFinding(before: RunFigures, after: RunFigures, language: Language): string {
  const shifts = waitShifts(sectorsOf(after), before).filter(isNoticeable)
  const winner = shifts.filter((shift) => shift.difference < 0).toSorted((a, b) => a.difference - b.difference)[0]
  const loser = shifts.filter((shift) => shift.difference > 0).toSorted((a, b) => b.difference - a.difference)[0]
  const values = {
    ...(winner === undefined ? {} : named('winner', winner)),
    ...(loser === undefined ? {} : named('loser', loser)),
    less: winner === undefined ? '' : formatDuration(language, -winner.difference),
    longer: loser === undefined ? '' : formatDuration(language, loser.difference),
  }
  if (winner === undefined && loser === undefined) return sentence(labText, language, 'findingSame')
  if (loser === undefined) return sentence(labText, language, 'findingBetter', values)
  return sentence(labText, language, winner === undefined ? 'findingWorse' : 'findingBoth', values)
}

function named(who: 'winner' | 'loser', { node }: WaitShift): Record<string, string> {
  return { [who]: node.name, [`${who}Topic`]: koreanParticles(node.name).topic }
}

/** What a bar says of its value: which of the two it is. */
export type BarLabel = (side: 'before' | 'after', value: string) => string

/** Mean wait of each sector, as it is and as it would be. */
export function waitComparisonChart(
  before: RunFigures,
  after: RunFigures,
  view: ChartView,
  label: BarLabel = (side, value) =>
    sentence(labText, view.language, side === 'before' ? 'barPresent' : 'barChanged', { value }),
): Chart {
  const { language, palette } = view
  const shifts = waitShifts(sectorsOf(after), before)
  const scale = waitScale(Math.max(0, ...shifts.flatMap((shift) => [shift.before, shift.after])))
  const bar = (side: 'before' | 'after', seconds: number) => ({
    value: seconds / scale.seconds,
    label: label(side, formatDuration(language, seconds)),
  })
  const groups = shifts.map((shift) => ({
    name: shift.node.name,
    colour: sectorColour(palette, sectorPosition(after.nodes, shift.node.id)),
    bars: [bar('before', shift.before), bar('after', shift.after)],
  }))
  const forms = amountForms(language, after.unit)
  const axisName = sentence(chartText, language, `axis-wait-${scale.unit}`)
  const valueForm = (value: number) => forms.number(value, 1)
  return {
    option: groupedBarsOption({ groups, axisName, valueForm }, view),
    height: groupedBarsHeight(groups.length, 2),
  }
}
