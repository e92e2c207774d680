import { expect, it } from 'vitest'
import { exactAmount, readableAmount } from './amount.ts'

it.each([
  ['en', 'milli-reference-unit-second', '3600000000', '1,000 reference GPU-hours'],
  ['vi', 'milli-reference-unit-second', '4320000000', '1.200 giờ GPU quy đổi'],
  ['ko', 'milli-unit-second/h200', '5400000', '1.5 GPU시간(h200)'],
  ['en', 'milli-unit-second/h200', '1277', '0.0004 GPU-hours (h200)'],
  ['en', 'milli-unit-second/h200', '-7200000', '-2 GPU-hours (h200)'],
  ['ko', 'krw', '9007199254740993', '9,007,199,254,740,993 원'],
  ['en', 'qpu-millisecond', '2500', '2.5 QPU-seconds'],
] as const)('%s: %s %s', (language, unit, amount, says) => {
  const { text, unit: name } = readableAmount(language, unit, amount)
  expect(`${text} ${name}`).toBe(says)
})

it('the exact figure keeps every digit', () => {
  expect(exactAmount('vi', '-4611686018427387904')).toBe('-4.611.686.018.427.387.904')
})
