// From the edited text to figures: read, replay, name. Both policies go through the same steps.
import { useMemo } from 'react'
import type { RunFigures } from '../../src/charts/run-figures.ts'
import type { ScenarioRowBody } from '../../src/contract/runs.ts'
import { parsePolicy } from '../../src/domain/policy/parse.ts'
import type { Policy } from '../../src/domain/policy/policy.ts'
import type { FileProblem } from '../../src/domain/policy/problem.ts'
import { writtenChanges, type WrittenChange } from '../../src/domain/policy/written-changes.ts'
import { readWrittenPolicy, type WrittenPolicy } from '../../src/domain/policy/written-policy.ts'
import { useReader } from '../reader.tsx'
import { labFigures, labReplay, readLabPolicy, readLabScenario } from './lab-replay.ts'
import { useReplay, type Replaying } from './use-replay.ts'
import { useReplayers, type HistoryState } from './use-replayers.ts'

export interface ReadLabPolicy {
  /** As it is written, for the form; null when there is no tree to show. */
  readonly written: WrittenPolicy | null
  /** Over the scenario's pool; null while there are problems. */
  readonly policy: Policy | null
  readonly problems: readonly FileProblem[]
  /** Against the policy in force. */
  readonly changes: readonly WrittenChange[]
  /** The policy in force over the scenario's pool; null when it does not fit there. */
  readonly present: Policy | null
  readonly presentWritten: WrittenPolicy | null
}

export function useReadPolicy(texts: { source: string; present: string; scenario: ScenarioRowBody }): ReadLabPolicy {
  const { source, scenario } = texts
  const present = useMemo(() => {
    const read = readLabPolicy(texts.present, scenario)
    return { policy: read.ok ? read.value : null, written: readWrittenPolicy(texts.present) }
  }, [texts.present, scenario])
  return useMemo(() => {
    const written = readWrittenPolicy(source)
    const changes = written === null || present.written === null ? [] : writtenChanges(present.written, written)
    // First as a file of its own, which is how it would be kept, then over the pool of the history.
    const own = parsePolicy(source)
    const read = own.ok ? readLabPolicy(source, scenario) : own
    const rest = { written, changes, present: present.policy, presentWritten: present.written }
    if (!read.ok) return { ...rest, policy: null, problems: read.refusal }
    return { ...rest, policy: read.value, problems: [] }
  }, [source, scenario, present])
}

export interface LabReplays {
  readonly history: HistoryState
  readonly present: Replaying
  readonly changed: Replaying
  /** null until the policy in force has been replayed. */
  readonly figures: { readonly present: RunFigures; readonly changed: RunFigures; readonly isOutdated: boolean } | null
}

/** A hand that rests this long has made up its mind. */
const REST_MILLISECONDS = 350

export function useLabReplays(parts: { agency: string; scenario: ScenarioRowBody; read: ReadLabPolicy }): LabReplays {
  const { agency, scenario, read } = parts
  const { language } = useReader()
  const history = useReplayers(agency, scenario.name)
  const replayers = history.phase === 'ready' ? history.replayers : null
  const whole = useMemo(() => readLabScenario(scenario), [scenario])
  const presentAsked = useMemo(
    () => (read.present === null || whole === null ? null : labReplay(read.present, read.presentWritten, whole)),
    [read.present, read.presentWritten, whole],
  )
  const changedAsked = useMemo(() => {
    const asked = read.policy === null || whole === null ? null : labReplay(read.policy, read.written, whole)
    // The same rules over the same shares have the same outcome: nothing to replay.
    return JSON.stringify(asked) === JSON.stringify(presentAsked) ? null : asked
  }, [read.policy, read.written, whole, presentAsked])
  const present = useReplay(replayers?.present ?? null, presentAsked, 0)
  const changed = useReplay(replayers?.changed ?? null, changedAsked, REST_MILLISECONDS)
  const presentFigures = useMemo(
    () =>
      present.last === null || read.present === null
        ? null
        : labFigures(present.last, read.present, scenario, language),
    [present.last, read.present, scenario, language],
  )
  const named = read.policy ?? read.present
  const isSame = read.policy !== null && changedAsked === null
  const changedFigures = useMemo(
    () => (changed.last === null || named === null ? null : labFigures(changed.last, named, scenario, language)),
    [changed.last, named, scenario, language],
  )
  const figures = useMemo(() => {
    if (presentFigures === null) return null
    if (isSame) return { present: presentFigures, changed: presentFigures, isOutdated: false }
    return {
      present: presentFigures,
      changed: changedFigures ?? presentFigures,
      isOutdated: changed.state.phase !== 'done',
    }
  }, [presentFigures, changedFigures, isSame, changed.state.phase])
  return { history, present, changed, figures }
}
