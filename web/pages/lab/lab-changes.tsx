// What is different from the policy in force, in words.
import type { WrittenChange } from '../../../src/domain/policy/written-changes.ts'
import { changeSentence } from '../../../src/text/lab/change-words.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'

export interface LabChangesProps {
  readonly changes: readonly WrittenChange[]
  /** The texts differ, if only in words or comments. */
  readonly isChanged: boolean
}

export function LabChanges({ changes, isChanged }: LabChangesProps) {
  const { language } = useReader()
  const say = useLabText()
  const words = changes.map((change) => changeSentence(change, language))
  return (
    <section className="lab-changes" aria-labelledby="lab-changes-title">
      <h3 id="lab-changes-title">{say('changesTitle')}</h3>
      {words.length > 0 ? (
        <ul>
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p className="quiet">{say(isChanged ? 'changeText' : 'changesNone')}</p>
      )}
    </section>
  )
}
