import { describe, expect, test } from 'vitest'
import { DARK, LIGHT, paletteDeclarations, sectorColour, THEMED } from './palette.ts'

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const rgb = (colour: string) =>
  [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255)) as unknown as Triple
const luminance = ([red, green, blue]: Triple) => 0.2126 * red + 0.7152 * green + 0.0722 * blue

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(rgb(one)), luminance(rgb(other))].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Machado, Oliveira and Fernandes (2009), severity 1.0; the first sees as most people do. */
const SIGHTS: Readonly<Record<string, Matrix>> = {
  'common sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const seen = (matrix: Matrix, colour: Triple) =>
  matrix.map((row) => Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])) as unknown as Triple

function oklab([red, green, blue]: Triple): Triple {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ]
}

function nearestPair(colours: readonly string[], matrix: Matrix): number {
  const places = colours.map((colour) => oklab(seen(matrix, rgb(colour))))
  let nearest = Infinity
  for (const [index, one] of places.entries()) {
    for (const other of places.slice(index + 1)) {
      nearest = Math.min(nearest, Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]))
    }
  }
  return nearest
}

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the %s palette', (_, palette) => {
  test.each(palette.sectors)('%s is seen on its background (3:1)', (colour) => {
    expect(contrast(colour, palette.surface)).toBeGreaterThanOrEqual(3)
  })

  test('text can be read (4.5:1), also the muted', () => {
    expect(contrast(palette.text, palette.surface)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette.mutedText, palette.surface)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette.axisLine, palette.surface)).toBeGreaterThanOrEqual(3)
    expect(contrast(palette.neutral, palette.surface)).toBeGreaterThanOrEqual(3)
  })

  test.each(Object.entries(SIGHTS))('sectors are told apart with %s', (_sight, matrix) => {
    expect(nearestPair(palette.sectors.slice(0, 3), matrix)).toBeGreaterThan(0.12)
    expect(nearestPair(palette.sectors, matrix)).toBeGreaterThan(0.08)
  })
})

test('the seventh sector takes the colour of the first', () => {
  expect(sectorColour(LIGHT, 6)).toBe(sectorColour(LIGHT, 0))
})

test('every colour of the themed palette is declared', () => {
  const declared = paletteDeclarations(DARK)
  const used = [
    THEMED.surface,
    THEMED.text,
    THEMED.mutedText,
    THEMED.gridLine,
    THEMED.axisLine,
    THEMED.neutral,
    ...THEMED.sectors,
  ]
  for (const colour of used) expect(declared).toContain(`${/--chart-[a-z0-9-]+/.exec(colour)?.[0]}:#`)
})
