// A history that takes some seconds to replay, for tests of what happens meanwhile.
import { copyFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const JOBS = 150_000

/** Writes it into the folder; gives the path of the scenario `slow`, which replays the small policy. */
export async function writeSlowScenario(folder: string): Promise<string> {
  const source = path.join(import.meta.dirname, 'scenarios')
  await copyFile(path.join(source, 'small-policy.yaml'), path.join(folder, 'small-policy.yaml'))
  const lines = ['; MaxProcs: 8']
  for (let job = 1; job <= JOBS; job += 1) {
    const units = 1 + ((job * 7) % 8)
    const run = 10 + ((job * 13) % 90)
    const user = 1 + (job % 3)
    lines.push(`${job} ${job * 30} 0 ${run} ${units} -1 -1 ${units} ${run * 2} -1 1 ${user} 1 1 1 1 -1 -1`)
  }
  await writeFile(path.join(folder, 'slow.swf'), `${lines.join('\n')}\n`)
  const scenario = path.join(folder, 'slow.yaml')
  await writeFile(
    scenario,
    `apiVersion: weir/v1
kind: Scenario
metadata:
  name: slow
  title: {en: A long history, vi: Lịch sử dài, ko: 긴 이력}
  description: {en: Many jobs., vi: Nhiều tác vụ., ko: 많은 작업입니다.}
spec:
  policy: small-policy.yaml
  trace:
    path: slow.swf
    format: swf
    notice: {en: Invented., vi: Hư cấu., ko: 가상의 이력입니다.}
  flavor: gpu
  map:
    by: user
    projects: {'1': model, '2': vision}
    default: language
  estimate: requested
  backfill: easy
  filter: none
  seed: 1
`,
  )
  return scenario
}
