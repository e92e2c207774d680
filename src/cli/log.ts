// What Weir says while it runs: to stderr, as lines for people on a terminal and as JSON for programs elsewhere.
import { styleText } from 'node:util'
import { pino, type Logger } from 'pino'

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}
const LEFT_OUT = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err'])

export function createLog(level: string): Logger {
  if (!process.stderr.isTTY) return pino({ level }, pino.destination({ dest: 2, sync: true }))
  return pino({ level }, { write: (line: string) => process.stderr.write(readable(line)) })
}

function readable(line: string): string {
  const entry = JSON.parse(line) as Record<string, unknown>
  const time = new Date(Number(entry['time'])).toTimeString().slice(0, 8)
  const level = LEVELS[Number(entry['level'])] ?? ''
  const details = Object.entries(entry)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const { err } = entry
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : ''
  const colour = level === 'error' || level === 'fatal' ? 'red' : level === 'warn' ? 'yellow' : 'dim'
  return `${styleText('dim', time)} ${styleText(colour, level.padEnd(5))} ${String(entry['msg'])} ${styleText('dim', details.join(' '))}${stack}\n`
}
