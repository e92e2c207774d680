// Who made the history behind the figures and under which licence: printed under every figure made from it.
import type { LocalisedText } from '../../src/domain/kernel/language.ts'
import { useReader } from '../reader.tsx'

export function TraceNotice({ run }: { run: { readonly traceNotice: LocalisedText } }) {
  const { t, own } = useReader()
  return (
    <p className="trace-notice">
      <strong>{t('traceNotice')}</strong> {own(run.traceNotice)} {t('traceNoticeComputed')}
    </p>
  )
}
