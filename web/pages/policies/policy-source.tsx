// The policy file as it was written, to read, to copy and to take away.
import { Button, CopyButton } from '@mantine/core'
import type { PolicyBody } from '../../../src/contract/policies.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { useReader } from '../../reader.tsx'

export function PolicySource({ policy }: { policy: PolicyBody }) {
  const { t } = useReader()
  const taken = useTakenOver()
  const file = `${policy.name}.v${policy.version.number}.yaml`
  return (
    <div className="source">
      <div className="source-tools">
        <code>{file}</code>
        <span className="source-buttons">
          {taken && (
            <CopyButton value={policy.source}>
              {({ copied, copy }) => (
                <Button variant="default" size="xs" onClick={copy}>
                  <span aria-live="polite">{t(copied ? 'copied' : 'copy')}</span>
                </Button>
              )}
            </CopyButton>
          )}
          {/* The bytes themselves, so that it works without JavaScript too. */}
          <a
            className="button-link button-link-small"
            href={`data:application/yaml;charset=utf-8,${encodeURIComponent(policy.source)}`}
            download={file}
          >
            {t('download')}
          </a>
        </span>
      </div>
      {/* A region that scrolls must be reachable by keyboard. */}
      <pre className="source-text" tabIndex={0} role="region" aria-label={t('sourceTitle')}>
        <code>{policy.source}</code>
      </pre>
    </div>
  )
}
