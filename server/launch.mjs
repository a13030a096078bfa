#!/usr/bin/env node
// The way in that needs no build: makes what is missing or older than its sources, then hands over to the built command line.
// Plain JavaScript, because Node 20 cannot run TypeScript. Messages go to standard error, so that `--json` stays clean.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What is built, from which sources, and how; a target `for` some commands is left alone by the others. */
const targets = [
  {
    name: 'engine and server',
    sources: ['engine', 'server', 'tsconfig.json', 'package.json'],
    outputs: ['dist/engine', 'dist/server'],
    command: [
      'node_modules/typescript/bin/tsc',
      '-p',
      'tsconfig.json',
      '--noEmit',
      'false',
      '--declaration',
      '--noCheck',
      '--incremental',
      'false',
      '--tsBuildInfoFile',
      'null',
    ],
  },
  {
    name: 'editor',
    for: ['start', 'serve', '--build'],
    sources: ['editor', 'engine', 'schemas/document', 'package.json'],
    outputs: ['dist/editor'],
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'editor/vite.config.ts', '--logLevel', 'warn'],
  },
]

function listFiles(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Names, sizes and times of the sources: cheaper than their content, and a deleted file shows. */
function fingerprint(sources) {
  const hash = createHash('sha1')
  for (const file of sources.flatMap((source) => listFiles(join(root, source))).sort()) {
    const { mtimeMs, size } = statSync(file)
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

function isFresh(target, stamp) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(target.sources)
}

/** Only one process builds; the others wait for it and then find everything fresh. */
function withBuildLock(work) {
  const lock = join(root, 'dist', '.lock')
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = Number(readIfThere(lock))
      if (owner && !isAlive(owner)) rmSync(lock, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function build(target, stamp) {
  process.stderr.write(`building ${target.name} …\n`)
  for (const output of target.outputs) rmSync(join(root, output), { recursive: true, force: true })
  const before = fingerprint(target.sources)
  const [script, ...args] = target.command
  const result = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) {
    process.stderr.write(`building ${target.name} failed; nothing was started\n`)
    process.exit(2)
  }
  writeFileSync(stamp, before)
}

function buildWhatIsStale() {
  if (!existsSync(join(root, 'tsconfig.json'))) return // an installed package ships what was built
  for (const target of targets) {
    if (target.for && !target.for.includes(process.argv[2])) continue
    const stamp = join(root, 'dist', `.${target.name.replaceAll(' ', '-')}.stamp`)
    if (isFresh(target, stamp)) continue
    withBuildLock(() => {
      if (!isFresh(target, stamp)) build(target, stamp)
    })
  }
}

buildWhatIsStale()
if (process.argv[2] !== '--build') {
  // npm changes into the package's folder: relative paths still start where the user stands.
  if (process.env.npm_lifecycle_event && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  const { runCommandLine } = await import(new URL('../dist/server/cli.js', import.meta.url).href)
  process.exitCode = await runCommandLine(process.argv.slice(2))
}
