// The tool is TypeScript, which Node 20 cannot run by itself; its workers come in by this file too.
import { isMainThread } from 'node:worker_threads'
import { runnerImport } from 'vite'

const { module } = await runnerImport(new URL(isMainThread ? 'main.ts' : 'worker.ts', import.meta.url).pathname)
if (isMainThread) process.exitCode = await module.main(process.argv.slice(2))
