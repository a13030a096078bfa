// The fuzzer is TypeScript, which Node 20 cannot run by itself; the thread that does the work starts here too.
import { isMainThread, workerData } from 'node:worker_threads'
import { runnerImport } from 'vite'

const { module } = await runnerImport(new URL(isMainThread ? 'main.ts' : 'work.ts', import.meta.url).pathname)
if (isMainThread) process.exitCode = await module.main(process.argv.slice(2))
else await module.work(workerData)
