// The policy as the file that it is: text with line numbers, and every problem with its place.
import { useCallback, useRef } from 'react'
import type { FileProblem } from '../../../src/domain/policy/problem.ts'
import { fileProblemSentence } from '../../../src/text/policy/problem-sentence.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'

export interface LabTextProps {
  readonly source: string
  readonly problems: readonly FileProblem[]
  readonly onChange: (source: string) => void
}

const LINE_PIXELS = 20

export function LabText({ source, problems, onChange }: LabTextProps) {
  const say = useLabText()
  const text = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLDivElement>(null)
  const lines = source.split('\n').length
  const marked = new Set(problems.map((problem) => problem.line))
  const goTo = useCallback(({ line, column }: FileProblem) => {
    const area = text.current
    if (area === null) return
    const before = area.value.split('\n').slice(0, line - 1)
    const offset = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1
    area.focus()
    area.setSelectionRange(offset, offset)
    area.scrollTop = Math.max(0, (line - 4) * LINE_PIXELS)
  }, [])
  return (
    <>
      <p className="section-lead">{say('textNote')}</p>
      <div className="lab-text">
        <div ref={numbers} className="lab-line-numbers" aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            <span key={index} className={marked.has(index + 1) ? 'lab-line-bad' : undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={text}
          aria-label={say('textLabel')}
          aria-invalid={problems.length > 0 ? true : undefined}
          value={source}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={(event) => {
            if (numbers.current !== null) numbers.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      <ProblemList problems={problems} onChoose={goTo} />
    </>
  )
}

export interface ProblemListProps {
  readonly problems: readonly FileProblem[]
  readonly onChoose: (problem: FileProblem) => void
}

export function ProblemList({ problems, onChoose }: ProblemListProps) {
  const { language } = useReader()
  const say = useLabText()
  if (problems.length === 0) return null
  return (
    <div className="lab-problems">
      <p className="notice-title">{say('problemsTitle', { count: problems.length })}</p>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.code} ${problem.path}`}>
            <button type="button" className="text-button" onClick={() => onChoose(problem)}>
              {say('problemAt', { line: problem.line, column: problem.column })}
            </button>
            <span>{fileProblemSentence(problem, language)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
