// Sends a checkpoint to a witness over HTTP (c2sp.org/tlog-witness).
const PATIENCE_MILLISECONDS = 10_000
const BODY_CHARACTERS_MAX = 10_000

export async function askWitness(witness: string, body: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`${witness.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  })
  return { status: response.status, body: (await response.text()).slice(0, BODY_CHARACTERS_MAX) }
}
