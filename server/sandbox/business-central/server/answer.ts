import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Response } from '../service/message.ts'

/** A body larger than the online service takes is refused while it is still coming. */
export class BodyTooLarge extends Error {}

export async function readBody(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(message.headers['content-length']) > limit) throw new BodyTooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const bytesOf = ({ body }: Response) => (body === undefined ? Buffer.alloc(0) : Buffer.from(body))

export function send(to: ServerResponse, response: Response, headOnly = false): void {
  const bytes = bytesOf(response)
  const length = response.status === 204 ? {} : { 'content-length': String(bytes.length) }
  to.writeHead(response.status, { ...response.headers, ...length })
  to.end(headOnly ? undefined : bytes)
}

/** The head and half of the body, then the connection breaks. */
export function sendHalf(to: ServerResponse, response: Response): void {
  const bytes = bytesOf(response)
  to.writeHead(response.status, { ...response.headers, 'content-length': String(bytes.length || 1) })
  to.write(bytes.subarray(0, Math.floor(bytes.length / 2)))
  setImmediate(() => to.socket?.destroy())
}

/** One byte after another. */
export async function sendSlowly(to: ServerResponse, response: Response, delayMs: number): Promise<void> {
  const bytes = bytesOf(response)
  to.writeHead(response.status, { ...response.headers, 'content-length': String(bytes.length) })
  to.flushHeaders()
  for (const byte of bytes) {
    if (to.destroyed) return
    to.write(Uint8Array.of(byte))
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
  to.end()
}

/** Until the client has gone. */
export function gone(to: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (to.destroyed || to.socket?.destroyed) resolve()
    else to.once('close', () => resolve())
  })
}
