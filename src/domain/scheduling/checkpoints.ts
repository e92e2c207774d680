// What a job that is stopped keeps of its work.

/** Seconds of work that a stop now would keep: whole checkpoints since the start. */
export function savedSeconds(checkpointEverySeconds: number | null, ranSeconds: number): number {
  if (checkpointEverySeconds === null || checkpointEverySeconds <= 0) return 0
  return Math.floor(ranSeconds / checkpointEverySeconds) * checkpointEverySeconds
}
