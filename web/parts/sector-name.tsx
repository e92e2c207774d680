// A sector's name with its colour, which is the same on every page and in every chart.
export function SectorName({ name, position }: { name: string; position: number }) {
  return (
    <span className="sector-name">
      <span className="sector-mark" data-sector={position % SECTOR_COLOURS} aria-hidden="true" />
      {name}
    </span>
  )
}

/** How many sectors have a colour of their own; the next takes the first again. */
export const SECTOR_COLOURS = 6
