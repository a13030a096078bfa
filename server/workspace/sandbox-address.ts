import type { ConnectionSettings } from '../connectors/connector.ts'
import { runningSandbox } from './running-sandboxes.ts'

/** Where a sandbox listens unless it is told otherwise. */
export const defaultSandboxPort = 4101

/**
 * A connection may name the sandbox of this machine, `url: sandbox:/v2.0/default/sandbox`, whatever port it got: the one that
 * `FIELDLOOM_SANDBOX` names, else the one that was started last, else the default port.
 */
export function withSandboxAddress(settings: ConnectionSettings, origin?: string): ConnectionSettings {
  const url = settings['url']
  if (typeof url !== 'string' || !url.startsWith('sandbox:')) return settings
  const found = origin ?? process.env['FIELDLOOM_SANDBOX'] ?? runningSandbox() ?? `http://127.0.0.1:${defaultSandboxPort}`
  return { ...settings, url: new URL(url.slice('sandbox:'.length), found).href }
}
