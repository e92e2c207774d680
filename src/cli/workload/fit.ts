// `weir workload fit`: reads the history of a scenario as a replay would, and writes its description.
import { writeWholeFile } from '../../adapters/files/atomic-file.ts'
import { readRecorded } from '../../adapters/files/replay-scenario.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { fitWorkload } from '../../simulator/workload-model.ts'
import { CommandRefusal } from '../refusal.ts'
import { say, tellReading } from '../simulate/output.ts'
import { loadOrRefuse, refusalSentence } from '../simulate/scenario.ts'

export interface FitOptions {
  readonly out?: string
}

export async function fitCommand(path: string, { out }: FitOptions, language: Language): Promise<void> {
  const loaded = await loadOrRefuse(path, language)
  const history = await readRecorded(loaded)
  if (!history.ok) throw new CommandRefusal(refusalSentence(history.refusal, language))
  const { workload, reading } = history.value
  tellReading(reading, 0, language)
  const model = fitWorkload(workload, loaded.policy.tree, { name: loaded.scenario.name, sha256: reading.sha256 })
  const text = `${JSON.stringify(model)}\n`
  if (out === undefined) process.stdout.write(text)
  else await writeOrRefuse(out, text, language)
}

/** Throws a CommandRefusal when the file cannot be written; tells where it is when it was. */
export async function writeOrRefuse(path: string, text: string, language: Language): Promise<void> {
  try {
    await writeWholeFile(path, text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new CommandRefusal(say(language, 'file-not-written', { path, detail }))
  }
  process.stderr.write(`${say(language, 'workload-written', { path })}\n`)
}
