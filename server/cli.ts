/** Runs one command line and answers its exit code: 0 ok, 1 findings, 2 usage or configuration, 3 target unreachable, 4 records dead. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  process.stderr.write(`unknown command ${args[0] ?? ''}\n`)
  return 2
}
