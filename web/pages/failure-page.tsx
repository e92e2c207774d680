// Something that should work did not: what the reader can do, and what an operator needs to know.
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ApiRefusal } from '../api/ask.ts'
import { useAddressLanguage } from '../frame/page-frame.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { ReaderProvider, useReader } from '../reader.tsx'

export function FailurePage({ error }: ErrorComponentProps) {
  // The root's own failure is drawn outside the frame, where no reader is known yet.
  return (
    <ReaderProvider language={useAddressLanguage()}>
      <Failure error={error} />
    </ReaderProvider>
  )
}

function Failure({ error }: { error: unknown }) {
  const { t } = useReader()
  const router = useRouter()
  return (
    <div className="width page-lone">
      <PageTitle title={t('failureTitle')} lead={t('failureLead')} />
      {error instanceof ApiRefusal && <p>{error.problem.detail}</p>}
      <p>
        <button type="button" className="button-link" onClick={() => void router.invalidate()}>
          {t('tryAgain')}
        </button>
      </p>
    </div>
  )
}
