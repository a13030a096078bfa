import { UsageError } from './usage-error.ts'

export function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UsageError(`${text} is no port`, 'A port is a number from 0 to 65535; 0 takes any that is free.')
}

/** Opens something that listens on a port; that it is taken is a wrong use, with what can be done about it. */
export async function openOn<Opened>(port: number, hint: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new UsageError(`port ${port} is taken`, hint)
  }
}
