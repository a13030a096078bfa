import { isUtf8 } from 'node:buffer'
import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
  openSync,
  fsyncSync,
  closeSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { ProblemError } from '../../engine/index.ts'
import { documentFiles, packageOf } from '../workspace/document-files.ts'
import { apiProblem } from './problems.ts'

/** A folder as the workbench sees it; its name is the first part of the path of every file in it. */
export interface Mount {
  readonly name: string
  readonly folder: string
  readonly isReadOnly: boolean
  /** The folders in it that hold documents; without, the folder itself. */
  readonly parts?: readonly string[]
}

export interface WorkspaceFile {
  /** With the name of the mount: `workspace/acme.yaml`. */
  readonly path: string
  /** Of the content: two files with one version have the same bytes. */
  readonly version: string
  readonly text: string
}

export interface DocumentFile extends WorkspaceFile {
  readonly packageName: string
  readonly isReadOnly: boolean
}

/** The files of the workbench: read and written by path, and never outside their folders, links included. */
export class WorkspaceFiles {
  readonly #mounts: readonly Mount[]
  readonly #known = new Map<string, { stamp: string; content: Content }>()

  constructor(mounts: readonly Mount[]) {
    this.#mounts = mounts
  }

  /** Every file that holds documents. */
  documents(): DocumentFile[] {
    return this.#mounts.flatMap((mount) => {
      if (!existsSync(mount.folder)) return []
      return (mount.parts ?? [mount.folder]).flatMap(documentFiles).flatMap((file) => {
        const path = `${mount.name}/${relative(mount.folder, file).split(sep).join('/')}`
        if (!this.#isInside(mount, file)) return []
        const { version, text, isText } = this.#contentOf(file)
        return [{ path, version, text, packageName: packageOf(file), isReadOnly: mount.isReadOnly || !isText }]
      })
    })
  }

  read(path: string): WorkspaceFile {
    const { file } = this.#locate(path)
    if (!existsSync(file) || !statSync(file).isFile()) throw new ProblemError(apiProblem('file.not-found', { file: path }, { path }))
    const { version, text, isText } = contentOf(file)
    if (!isText) throw new ProblemError(apiProblem('file.not-text', { file: path }, { path }))
    return { path, version, text }
  }

  /**
   * Writes a file whole, or not at all.
   * @param version that the writer has read, or null for a file that must not be there yet; with any other content on disk
   *   nothing is written and `file.changed-on-disk` is thrown
   */
  write(path: string, text: string, version: string | null): WorkspaceFile {
    const { mount, file } = this.#locate(path)
    if (mount.isReadOnly) throw new ProblemError(apiProblem('file.read-only', { file: path }, { path }))
    const found = existsSync(file) ? contentOf(file).version : null
    if (found !== version) throw new ProblemError(apiProblem('file.changed-on-disk', { file: path }, { path }, { version: found }))
    try {
      replaceFile(file, text)
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error)
      throw new ProblemError(apiProblem('file.cannot-write', { file: path }, { path, reason }))
    }
    return { path, version: versionOf(Buffer.from(text)), text }
  }

  remove(path: string, version: string): void {
    const { mount, file } = this.#locate(path)
    if (mount.isReadOnly) throw new ProblemError(apiProblem('file.read-only', { file: path }, { path }))
    if (!existsSync(file)) throw new ProblemError(apiProblem('file.not-found', { file: path }, { path }))
    const found = contentOf(file).version
    if (found !== version) throw new ProblemError(apiProblem('file.changed-on-disk', { file: path }, { path }, { version: found }))
    rmSync(file)
  }

  /** The real file that a path means, after links, which must lie in the folder of its mount. */
  #locate(path: string): { mount: Mount; file: string } {
    const [name, ...steps] = path.split('/')
    const mount = this.#mounts.find((each) => each.name === name)
    const isAllowed = steps.length > 0 && steps.every((step) => allowedStep.test(step)) && /\.(ya?ml|json)$/.test(path)
    if (!mount || !isAllowed) throw new ProblemError(apiProblem('file.name-refused', { file: path }, { path }))
    const file = join(mount.folder, ...steps)
    if (!this.#isInside(mount, file)) throw new ProblemError(apiProblem('file.name-refused', { file: path }, { path }))
    return { mount, file: existsSync(file) ? realpathSync(file) : file }
  }

  /** Asked every few seconds for every file: what has neither another time nor another size is not read again. */
  #contentOf(file: string): Content {
    const { mtimeMs, ctimeMs, size } = statSync(file)
    const stamp = `${mtimeMs} ${ctimeMs} ${size}`
    const known = this.#known.get(file)
    if (known?.stamp === stamp) return known.content
    const content = contentOf(file)
    this.#known.set(file, { stamp, content })
    return content
  }

  #isInside(mount: Mount, file: string): boolean {
    const root = realpathSync(mount.folder)
    const real = realPathOf(file)
    return real === root || real.startsWith(root + sep)
  }
}

/** No hidden files, no parent folders; the dot alone and `..` begin with a dot too. */
const allowedStep = /^[A-Za-z0-9_-][A-Za-z0-9 ._-]{0,127}$/

/** Where a path leads after links; of a file that is not there yet, where its nearest folder leads. */
function realPathOf(file: string): string {
  if (existsSync(file)) return realpathSync(file)
  const folder = dirname(file)
  return folder === file ? file : join(realPathOf(folder), file.slice(folder.length))
}

interface Content {
  readonly version: string
  readonly text: string
  /** Whether the bytes are UTF-8: others could not be written back as they were. */
  readonly isText: boolean
}

function contentOf(file: string): Content {
  const bytes = readFileSync(file)
  return { version: versionOf(bytes), text: bytes.toString('utf8'), isText: isUtf8(bytes) }
}

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
}

/** Beside it first, then in its place: a reader sees the old text or the new one, never half of it. */
function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = join(dirname(file), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    writeFileSync(beside, text, { flag: 'wx', ...(existsSync(file) && { mode: statSync(file).mode }) })
    const handle = openSync(beside, 'r')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(beside, file)
  } finally {
    rmSync(beside, { force: true })
  }
}
