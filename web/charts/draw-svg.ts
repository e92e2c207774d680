// Draws charts into pages on the server, with paths written shorter: a series over time is hundreds of points, many of them
// on a straight line, and three widths of it stand in one page. What is seen stays the same to a tenth of a pixel.
import { renderSvg } from '../../src/charts/render-svg.ts'
import type { DrawSvg } from './drawing.ts'

export const drawSvg: DrawSvg = (option, drawing) =>
  renderSvg(option, drawing).replaceAll(/ d="(M[\d.\-L ]+)(Z?)"/g, (_, path: string, end: string) => {
    return ` d="${shorterPath(path)}${end}"`
  })

type Point = readonly [x: number, y: number]

/** Tenths of a pixel, as whole numbers: sums of steps do not drift. */
function pointsOf(path: string): Point[] {
  return path
    .slice(1)
    .split('L')
    .map((pair) => {
      const [x = 0, y = 0] = pair.trim().split(/[\s,]+/)
      return [Math.round(Number(x) * 10), Math.round(Number(y) * 10)]
    })
}

/** `M0 5L1 5L2 5L3 7` -> `M0 5l2 0 1 2`. */
export function shorterPath(path: string): string {
  const points = pointsOf(path)
  const kept = points.filter((point, index) => {
    const before = points[index - 1]
    const after = points[index + 1]
    return before === undefined || after === undefined || !isBetween(before, point, after)
  })
  const [first = [0, 0], ...rest] = kept
  let [x, y] = first
  const steps = rest.map(([nextX, nextY]) => {
    const step = `${(nextX - x) / 10} ${(nextY - y) / 10}`
    x = nextX
    y = nextY
    return step
  })
  const start = `M${first[0] / 10} ${first[1] / 10}`
  return steps.length === 0 ? start : `${start}l${steps.join(' ')}`
}

/** On one horizontal or vertical line with both neighbours, and between them. */
function isBetween([beforeX, beforeY]: Point, [x, y]: Point, [afterX, afterY]: Point): boolean {
  if (beforeY === y && y === afterY) return (x - beforeX) * (afterX - x) >= 0
  if (beforeX === x && x === afterX) return (y - beforeY) * (afterY - y) >= 0
  return false
}
