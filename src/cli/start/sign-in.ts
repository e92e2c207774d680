// The one-time link of a local officer. Whoever may run this command on the home may act as that officer anyway.
import type { Language } from '../../domain/kernel/language.ts'
import { WEIR } from '../../operations/actor.ts'
import { HOME_AGENCY } from '../../operations/first-start.ts'
import { perform } from '../../operations/operation.ts'
import { issueSignInLink, SIGN_IN_LINK_MINUTES } from '../../operations/people/issue-sign-in-link.ts'
import type { World } from '../../operations/world.ts'
import { cliText } from '../../text/cli/text.ts'
import { sentence } from '../../text/format.ts'
import { refusalFor } from '../operation-refusal.ts'
import { settingsOf, type SettingOptions } from '../settings.ts'
import { withWorld } from '../with-world.ts'

export async function signInLink(
  world: World,
  asked: { readonly agency: string; readonly address: string; readonly language: Language },
): Promise<{ readonly url: string; readonly minutes: number }> {
  const issued = await perform(world, issueSignInLink, { actor: WEIR, agency: asked.agency }, {})
  if (!issued.ok) throw refusalFor(issued.refusal, asked.language)
  // After the #, so that it reaches no log and no other server.
  const url = `${asked.address}/${asked.language}/sign-in#token=${encodeURIComponent(issued.value.token)}`
  return { url, minutes: SIGN_IN_LINK_MINUTES }
}

export async function printSignInLink(
  options: SettingOptions & { readonly agency?: string },
  language: Language,
): Promise<void> {
  const settings = settingsOf(options, language)
  const { agency = HOME_AGENCY } = options
  await withWorld(settings, language, async (world) => {
    const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
    const address = settings.origins[0] ?? `http://${host}:${settings.port}`
    const link = await signInLink(world, { agency, address, language })
    process.stderr.write(`${sentence(cliText, language, 'sign-in-once', { agency, minutes: link.minutes })}\n`)
    process.stdout.write(`${link.url}\n`)
  })
}
