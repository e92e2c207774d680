// Reads server-sent events until the stream ends.

export interface ServerEvent {
  readonly event: string
  readonly id: string | null
  readonly data: unknown
}

export interface EventStream {
  readonly status: number
  readonly events: AsyncGenerator<ServerEvent>
  /** Leaves as a reader does who closes the page. */
  leave(): void
}

export async function openEvents(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const leaving = new AbortController()
  const response = await fetch(address, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  })
  return { status: response.status, events: readEvents(response), leave: () => leaving.abort() }
}

async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  let unread = ''
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? []) {
    unread += decoder.decode(bytes as Uint8Array, { stream: true })
    const blocks = unread.split('\n\n')
    unread = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitField(line)))
      const data = fields.get('data')
      if (data === undefined) continue
      yield { event: fields.get('event') ?? 'message', id: fields.get('id') ?? null, data: JSON.parse(data) as unknown }
    }
  }
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
}
