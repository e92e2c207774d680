// The few numbers that one reads first.
export interface KeyFigure {
  readonly name: string
  readonly value: string
  readonly note?: string
}

export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }) {
  return (
    <dl className="key-figures">
      {figures.map((figure) => (
        <div key={figure.name} className="key-figure">
          <dt>{figure.name}</dt>
          <dd>
            <span className="key-figure-value">{figure.value}</span>
            {figure.note !== undefined && <span className="key-figure-note">{figure.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
