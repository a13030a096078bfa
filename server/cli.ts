import { Command, CommanderError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { ProblemError } from '../engine/index.ts'
import { renderProblems } from './terminal/render-problem.ts'
import { type ExitCode, type Terminal, endWithReader, exitCodes, processTerminal, writeJson, writeLine } from './terminal/terminal.ts'
import { UsageError } from './terminal/usage-error.ts'

/** Runs one command line and answers its exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal = processTerminal): Promise<ExitCode> {
  if (terminal === processTerminal) endWithReader()
  let exitCode: ExitCode = exitCodes.ok
  const program = commandLine(terminal, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    return explainFailure(error, terminal, args.includes('--json'))
  }
}

/** What a command needs is loaded when it is given: most need little, and nobody waits for the rest. */
function commandLine(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('fieldloom')
    .description('Integrations as reviewed text: check, try and run mappings and flows.')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.output.write(text), writeErr: (text) => terminal.messages.write(text) })
    .showHelpAfterError('(fieldloom --help lists the commands)')
  const json = () => new Option('--json', 'print the result as JSON')
  const workspace = () => new Option('--workspace <folder>', 'documents of one’s own')

  program
    .command('eval')
    .description('evaluate one JSONata expression')
    .argument('<expression>')
    .option('--input <file>', 'a JSON file, or - for standard input')
    .addOption(json())
    .action(async (expression: string, options) =>
      done(await (await import('./commands/eval.ts')).evalCommand(expression, options, terminal)),
    )

  program
    .command('map')
    .description('map source records to target records')
    .argument('<mapping>', 'name or file')
    .option('--settings <file>', 'values of settings, YAML or JSON')
    .option('--integration <name>', 'use its settings and overlay')
    .option('--input <file>', 'a JSON file, or - for standard input', '-')
    .option('--ndjson', 'a record a line, in and out')
    .option('--workers <number>', 'threads for --ndjson; default: one for each processor')
    .addOption(workspace())
    .addOption(json())
    .action(async (mapping: string, options) => done(await (await import('./commands/map.ts')).mapCommand(mapping, options, terminal)))

  program
    .command('explain')
    .description('tell what made each value, or what each field reads')
    .argument('<mapping>', 'name or file')
    .option('--settings <file>', 'values of settings, YAML or JSON')
    .option('--integration <name>', 'use its settings and overlay')
    .option('--input <file>', 'a record as JSON, or - for standard input')
    .option('--source', 'print the JavaScript that the mapping becomes')
    .addOption(workspace())
    .addOption(json())
    .action(async (mapping: string, options) =>
      done(await (await import('./commands/explain.ts')).explainCommand(mapping, options, terminal)),
    )

  program
    .command('check')
    .description('find what is wrong with documents, all of it')
    .argument('[paths...]', 'files and folders; without any, everything there is')
    .addOption(workspace())
    .addOption(json())
    .action(async (paths: string[], options) => done(await (await import('./commands/check.ts')).checkCommand(paths, options, terminal)))

  program
    .command('test')
    .description('run the cases of Test documents')
    .argument('[paths...]', 'files and folders; without any, everything there is')
    .addOption(workspace())
    .addOption(json())
    .action(async (paths: string[], options) => done(await (await import('./commands/test.ts')).testCommand(paths, options, terminal)))

  program
    .command('run')
    .description('send records through a flow')
    .argument('<flow>', 'name or file')
    .option('--integration <name>', 'use its connections, settings and overlay')
    .option('--settings <file>', 'values of settings, YAML or JSON')
    .option('--input <file>', 'JSON, NDJSON, a folder of them, or - for standard input')
    .option('--dry-run', 'read, and show what would be sent')
    .addOption(workspace())
    .addOption(json())
    .action(async (flow: string, options) => done(await (await import('./commands/run.ts')).runCommand(flow, options, terminal)))

  program
    .command('list')
    .description('list integrations, flows, mappings and what else there is')
    .addOption(workspace())
    .addOption(json())
    .action(async (options) => done(await (await import('./commands/list.ts')).listCommand(options, terminal)))

  program
    .command('doctor')
    .description('find what is missing before an integration goes live, all of it')
    .option('--integration <name>', 'without it, every one of the workspace')
    .option('--write-probes', 'try writes outside of a sandbox too; each is taken back at once')
    .addOption(workspace())
    .addOption(json())
    .action(async (options) => done(await (await import('./commands/doctor.ts')).doctorCommand(options, terminal)))

  program
    .command('connect')
    .description('sign in to a connection where it acts as a person, and list its environments and companies')
    .argument('<connection>', 'name or file')
    .option('--sign-in', 'sign in again, as another person')
    .option('--sign-out', 'forget who signed in')
    .option('--port <number>', 'where the browser comes back to; default: 4102')
    .addOption(workspace())
    .addOption(json())
    .action(async (connection: string, options) =>
      done(await (await import('./commands/connect.ts')).connectCommand(connection, options, terminal)),
    )

  program
    .command('problems')
    .description('tell what the code of a problem means, or list them all')
    .argument('[code]')
    .addOption(json())
    .action(async (code: string | undefined, options) =>
      done(await (await import('./commands/problems.ts')).problemsCommand(code, options, terminal)),
    )

  program
    .command('spec-coverage')
    .description('show which tests and cases prove which row of the specification')
    .addOption(json())
    .action(async (options) => done(await (await import('./commands/spec-coverage.ts')).specCoverageCommand(options, terminal)))

  const sandbox = program.command('sandbox').description('stand-ins for other systems, on this machine')
  sandbox
    .command('business-central')
    .description('serve a Business Central with the CRONUS demo company')
    .option('--port <number>', 'default 4101; 0 takes any that is free')
    .option('--seed <file>', 'master data besides the demo company’s')
    .option('--auth', 'https, the token authority, and callers that it knows')
    .action(async (options) => done(await (await import('./commands/sandbox.ts')).sandboxCommand(options, terminal)))
  sandbox
    .command('seed-from')
    .description('write the master data that orders name, as a seed')
    .argument('<orders...>', 'files and folders with orders')
    .option('--mapping <mapping>', 'the mapping that collects it')
    .action(async (orders: string[], options) =>
      done(await (await import('./commands/seed-from.ts')).seedFromCommand(orders, options, terminal)),
    )

  program
    .command('serve')
    .description('serve the workbench')
    .option('--port <number>', 'default 4100, or PORT')
    .addOption(workspace())
    .action(async (options) => done(await (await import('./commands/serve.ts')).serveCommand(options, terminal)))

  program
    .command('start')
    .description('show it all: server, sandbox and the demo integration')
    .option('--port <number>', 'default 4100, or PORT')
    .option('--exit-when-idle', 'end when every record is final')
    .addOption(workspace())
    .action(async (options) => done(await (await import('./commands/start.ts')).startCommand(options, terminal)))

  return program
}

function explainFailure(error: unknown, terminal: Terminal, json: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (!(error instanceof ProblemError)) return explainFault(error, terminal)
  if (json) writeJson(terminal, { problems: error.problems })
  else if (error instanceof UsageError) writeLine(terminal.messages, `error: ${error.message}\n  → ${error.hint}`)
  else renderProblems(terminal, error.problems)
  const isUnreachable = error.problems.some((problem) => problem.code.startsWith('transport.'))
  return isUnreachable ? exitCodes.unreachable : exitCodes.usage
}

/** What the machine refuses has words of its own; anything else is a mistake in here, and its trace helps to find it. */
function explainFault(error: unknown, { messages }: Terminal): ExitCode {
  const { code, message, stack } = error as NodeJS.ErrnoException
  const isMachine = typeof code === 'string' && /^E[A-Z]+$/.test(code)
  writeLine(messages, isMachine ? `error: ${message}` : `fault in Fieldloom itself, please report it:\n${stack ?? String(error)}`)
  return exitCodes.usage
}
