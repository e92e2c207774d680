// Light, dark, or as the device says. Only a browser knows which, so it appears when the browser has taken over.
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useReader } from '../reader.tsx'
import type { PortalKey } from '../../src/text/portal/portal.ts'

const SCHEMES: readonly { readonly scheme: MantineColorScheme; readonly text: PortalKey }[] = [
  { scheme: 'auto', text: 'schemeAuto' },
  { scheme: 'light', text: 'schemeLight' },
  { scheme: 'dark', text: 'schemeDark' },
]

export function ColourSchemeSwitch() {
  const { t } = useReader()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const taken = useTakenOver()
  return (
    <span className="scheme-switch">
      {taken && (
        <select
          aria-label={t('schemeSwitch')}
          value={colorScheme}
          onChange={(event) => {
            const chosen = SCHEMES.find(({ scheme }) => scheme === event.currentTarget.value)
            if (chosen !== undefined) setColorScheme(chosen.scheme)
          }}
        >
          {SCHEMES.map(({ scheme, text }) => (
            <option key={scheme} value={scheme}>
              {t(text)}
            </option>
          ))}
        </select>
      )}
    </span>
  )
}

const NEVER_CHANGES = (): (() => void) => () => undefined

/** False on the server and while hydrating, true from then on. */
export function useTakenOver(): boolean {
  return useSyncExternalStore(
    NEVER_CHANGES,
    () => true,
    () => false,
  )
}
