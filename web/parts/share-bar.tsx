// A share as a number with a bar behind it, for reading down a column.
import { SECTOR_COLOURS } from './sector-name.tsx'

export function ShareBar({ share, words, position }: { share: number; words: string; position: number }) {
  return (
    <span className="share-bar">
      <span className="share-bar-words">{words}</span>
      <svg className="share-bar-track" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="share-bar-ground" width="100" height="8" />
        <rect
          className="sector-fill"
          data-sector={position % SECTOR_COLOURS}
          width={Math.min(100, share * 100)}
          height="8"
        />
      </svg>
    </span>
  )
}
