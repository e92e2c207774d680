// What jobs say while they run. A pino logger is one.

export interface JobsLog {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
