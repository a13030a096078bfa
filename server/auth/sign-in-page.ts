import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SignInAnswer } from './entra/entra.ts'

/** The address on this machine that a person comes back to from the sign-in page. */
export interface SignInPage {
  /** As the registration of the application has to list it. */
  readonly redirectUri: string
  /** What the browser brings back. */
  readonly answer: Promise<SignInAnswer>
  close(): void
}

/** Waits on a port of this machine for the browser to come back; `localhost`, because a token authority takes that name for such pages. */
export function openSignInPage(port: number): Promise<SignInPage> {
  let arrive: (answer: SignInAnswer) => void
  const answer = new Promise<SignInAnswer>((resolve) => (arrive = resolve))
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    const isAnswer = query.has('state') && (query.has('code') || query.has('error'))
    response.writeHead(isAnswer ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    response.end(isAnswer ? 'Go back to the terminal: this page can be closed.\n' : 'Nothing is here.\n')
    if (isAnswer) arrive(Object.fromEntries(query) as SignInAnswer)
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}/`
      resolve({ redirectUri, answer, close: () => server.close() })
    })
  })
}
