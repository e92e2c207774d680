// `weir workload draw`: a history that a description allows, in columns that every reader of CSV knows.
import { readFile } from 'node:fs/promises'
import type { Language } from '../../domain/kernel/language.ts'
import { drawWorkload, type DrawnFrom } from '../../simulator/draw-workload.ts'
import { readWorkloadModel } from '../../simulator/workload-model-file.ts'
import type { WorkloadModel } from '../../simulator/workload-model.ts'
import { CommandRefusal } from '../refusal.ts'
import { fileSentence, say } from '../simulate/output.ts'
import { writeOrRefuse } from './fit.ts'

export interface DrawOptions {
  readonly days?: string
  readonly seed?: string
  readonly growth?: string
  readonly after?: string
  readonly mix?: string
  readonly out?: string
}

const DAY = 86_400

export async function drawCommand(path: string, options: DrawOptions, language: Language): Promise<void> {
  const model = await modelOf(path, language)
  const { ids, submit, run, requested, units, project, projects } = drawWorkload(
    model,
    askedOf(options, model, language),
  )
  const lines = ['job,submit,run,requested,units,project']
  for (let row = 0; row < ids.length; row += 1) {
    lines.push([ids[row], submit[row], run[row], requested[row], units[row], projects[project[row] ?? 0]].join(','))
  }
  const text = `${lines.join('\n')}\n`
  if (options.out === undefined) process.stdout.write(text)
  else await writeOrRefuse(options.out, text, language)
}

async function modelOf(path: string, language: Language): Promise<WorkloadModel> {
  let source: string
  try {
    source = await readFile(path, 'utf8')
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new CommandRefusal(fileSentence({ path, detail }, language))
  }
  const model = readWorkloadModel(source)
  if (!model.ok) throw new CommandRefusal(say(language, 'model-broken', { path, ...model.refusal }))
  return model.value
}

function askedOf(options: DrawOptions, model: WorkloadModel, language: Language): DrawnFrom {
  const number = (
    name: string,
    found: string | undefined,
    bounds: { least: number; most: number; otherwise: number },
  ) => {
    if (found === undefined) return bounds.otherwise
    const isRight =
      /^-?\d{1,10}(?:\.\d{1,4})?$/.test(found) && Number(found) >= bounds.least && Number(found) <= bounds.most
    if (isRight) return Number(found)
    throw new CommandRefusal(say(language, 'sweep-number', { name, found, least: bounds.least, most: bounds.most }))
  }
  const whole = Math.max(1, Math.round(model.source.seconds / DAY))
  return {
    days: Math.floor(number('--days', options.days, { least: 1, most: 36_500, otherwise: whole })),
    seed: Math.floor(number('--seed', options.seed, { least: 0, most: 4_294_967_295, otherwise: 1 })),
    growthPercent: number('--growth', options.growth, { least: -99, most: 1_000, otherwise: 0 }),
    afterYears: number('--after', options.after, { least: 0, most: 50, otherwise: 0 }),
    mixPercent: mixOf(options.mix ?? '', model, language),
  }
}

function mixOf(written: string, model: WorkloadModel, language: Language): Readonly<Record<string, number>> {
  const sectors = new Set(model.projects.map(({ sector }) => sector))
  const pairs = written
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => pair.split('=').map((part) => part.trim()))
  let sum = 0
  for (const [sector = '', percent = ''] of pairs) {
    if (!sectors.has(sector)) {
      throw new CommandRefusal(say(language, 'mix-sector', { found: sector, known: [...sectors].join(', ') }))
    }
    sum += Number(percent)
    const isRight = /^\d{1,3}(?:\.\d{1,4})?$/.test(percent) && sum <= 100
    if (!isRight) throw new CommandRefusal(say(language, 'mix-percent', { sector, found: percent }))
  }
  return Object.fromEntries(pairs.map(([sector, percent]) => [sector ?? '', Number(percent)] as const))
}
