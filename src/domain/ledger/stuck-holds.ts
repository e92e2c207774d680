// A hold never expires of itself: a job's ends when its scheduler and its accounting both say that the run is gone, an
// officer's proposal when somebody decides it. A hold that should have ended and has not is an alarm, not a release: time that
// a running job will be charged for must not be promised to others.
import { ruleOf, type Hold } from './transfer.ts'

/** What one source says of a run; 'silent': it gave no answer, which is not the same as saying that there is no such run. */
export type RunWord = 'runs' | 'gone' | 'silent'

export interface RunWords {
  readonly scheduler: RunWord
  readonly accounting: RunWord
  /** Since when both have said what they say, in seconds since 1970. */
  readonly since: number
}

export const HOLD_ALARMS = [
  /** Scheduler and accounting say that the run is gone, and it was neither charged nor released. */
  'run-is-gone',
  /** One says that it runs, the other that it is gone. */
  'sources-disagree',
  /** At least one of them has not answered for so long that nobody knows. */
  'nobody-knows',
  /** It runs, longer than what is held for it. */
  'beyond-its-time',
  /** A proposal that nobody has approved or withdrawn. */
  'undecided',
] as const
export type HoldAlarm = (typeof HOLD_ALARMS)[number]

/** Whole seconds after which it is an alarm. */
export interface HoldPatience {
  /** From when the sources began to say what they say. */
  readonly run: number
  /** From the proposal. */
  readonly decision: number
}

export interface OpenHold {
  readonly hold: Hold
  /** When a run must have ended, in seconds since 1970: its start and its time limit; null: it is no run, or has no limit. */
  readonly endsBy: number | null
}

export interface StuckHold {
  readonly hold: Hold
  readonly alarm: HoldAlarm
  /** Seconds since its start or proposal. */
  readonly age: number
}

/**
 * The holds that should have ended, the oldest first. It ends none of them.
 * @param wordsOf what the sources say of a hold's run; null: it is not a run's
 */
export function stuckHolds(
  open: readonly OpenHold[],
  wordsOf: (hold: Hold) => RunWords | null,
  now: number,
  patience: HoldPatience,
): StuckHold[] {
  const stuck: StuckHold[] = []
  for (const one of open) {
    const alarm = alarmOf(one, wordsOf(one.hold), now, patience)
    if (alarm !== null) stuck.push({ hold: one.hold, alarm, age: now - one.hold.effectiveAt })
  }
  return stuck.toSorted((a, b) => b.age - a.age || (a.hold.id < b.hold.id ? -1 : 1))
}

function alarmOf(
  { hold, endsBy }: OpenHold,
  words: RunWords | null,
  now: number,
  patience: HoldPatience,
): HoldAlarm | null {
  if (ruleOf(hold.kind).needsTwoPersons) return now - hold.effectiveAt > patience.decision ? 'undecided' : null
  // A hold of a run that no source was ever asked about is one that nobody knows of.
  const { scheduler, accounting, since } = words ?? {
    scheduler: 'silent',
    accounting: 'silent',
    since: hold.effectiveAt,
  }
  if (now - since > patience.run) {
    if (scheduler === 'silent' || accounting === 'silent') return 'nobody-knows'
    if (scheduler !== accounting) return 'sources-disagree'
    if (scheduler === 'gone') return 'run-is-gone'
  }
  return endsBy !== null && now - endsBy > patience.run && scheduler === 'runs' ? 'beyond-its-time' : null
}
