// The fuzzer is TypeScript, which Node 20 cannot run by itself; the thread that does the work starts here too.
import { isMainThread, workerData } from 'node:worker_threads'
import { runnerImport } from 'vite'

const [main, work] = [new URL('main.ts', import.meta.url), new URL('work.ts', import.meta.url)]
const { module } = await runnerImport((isMainThread ? main : work).pathname)
if (isMainThread) process.exitCode = await module.main(process.argv.slice(2))
else await module.work(workerData)
