// The fuzzer is TypeScript, which Node 20 cannot run by itself.
import { runnerImport } from 'vite'

const { module } = await runnerImport(new URL('main.ts', import.meta.url).pathname)
process.exitCode = await module.main(process.argv.slice(2))
