// Amounts as a policy writes them, in exact integers: whole units, or percentages in millionths of a percent.

/** 100 % */
export const HUNDRED_PERCENT = 100_000_000

export type Amount = { readonly kind: 'units'; readonly units: number } | Share
export interface Share {
  readonly kind: 'share'
  /** Millionths of a percent: `12.5%` is 12,500,000. */
  readonly millionths: number
}

/** `300` or `12.5%`; the schema has checked the form. */
export function amountOf(written: number | string): Amount {
  if (typeof written === 'number') return { kind: 'units', units: written }
  const [whole = '0', decimals = ''] = written.replaceAll(/[ %]/g, '').split('.')
  return { kind: 'share', millionths: Number(whole) * 1_000_000 + Number(decimals.padEnd(6, '0')) }
}

/** `total` x share, down to a multiple of `quantum`. */
export function shareOf(total: number, share: Share, quantum: number): number {
  const exact = BigInt(total) * BigInt(share.millionths)
  const step = BigInt(HUNDRED_PERCENT) * BigInt(quantum)
  return Number((exact / step) * BigInt(quantum))
}

/** 12,500,000 -> `12.5%` */
export function percentText(millionths: number): string {
  const decimals = String(millionths % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${Math.floor(millionths / 1_000_000)}${decimals === '' ? '' : `.${decimals}`}%`
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `36h` -> 129,600; the schema has checked the form. */
export function secondsOfDuration(written: string): number {
  return Number(written.slice(0, -1)) * (SECONDS[written.slice(-1)] ?? 1)
}
