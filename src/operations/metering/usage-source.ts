// A source of usage records as Weir asks it: an engine's accounting behind a command, a file, an agent. Engines differ in how
// they are asked; what they answer has one form.
import type { ReadWindow, SourceAnswer } from '../../domain/metering/read-window.ts'

export interface UsageSource {
  /** Never throws for what the engine does: "no answer" is an answer. Duplicates and any order are allowed. */
  read(window: ReadWindow): Promise<SourceAnswer>
}
