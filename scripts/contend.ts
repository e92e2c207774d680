// `npm run contend -- --seconds 30 --callers 64`: two whole Weir processes on one database, callers who post to both over HTTP, one
// process killed in the middle; prints what was asked, acknowledged, lost and doubled. Fails when anything is lost or doubled.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCluster } from '../src/store/embedded/cluster.ts'
import { SILENT_LOG } from '../src/store/log.ts'
import { TwoProcesses } from '../test/kit/two-processes.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, callers: { type: 'string', default: '64' } },
})
const [seconds, callers] = [Number(values.seconds), Number(values.callers)]
if (!(seconds >= 3) || !Number.isSafeInteger(callers) || callers < 1) {
  console.error('npm run contend -- --seconds SECONDS (3 or more) --callers NUMBER')
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'weir-contend-'))
chmodSync(folder, 0o711)
const cluster = await startCluster({ home: join(folder, 'database'), log: SILENT_LOG, command: 'scripts/contend.ts' })
const both = new TwoProcesses(folder, cluster)
try {
  const figures = await both.run(callers, seconds / 3)
  const { asked, acknowledged, lost, doubled, findings, repeated, perSecond, pauseMilliseconds } = figures
  console.log(`${asked} asked, ${acknowledged} acknowledged, ${repeated} sent again`)
  console.log(`${lost} lost, ${doubled} doubled, ${findings} findings`)
  console.log(
    `${perSecond.both}/s with both, ${perSecond.alone}/s with one killed, ${perSecond.bothAgain}/s with both again`,
  )
  console.log(`longest pause ${pauseMilliseconds} ms`)
  if (lost > 0 || doubled > 0 || findings > 0 || acknowledged !== asked) process.exitCode = 1
} finally {
  await both.stop()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
