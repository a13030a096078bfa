import { readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { type DocumentSet, type Problem, documentProblem } from '../../engine/index.ts'

/** The files below a path that hold documents: YAML, and JSON that says what kind it is. A file named outright is taken as it is. */
export function documentFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => /\.ya?ml$/.test(file) || (file.endsWith('.json') && /^\s*\{\s*"(apiVersion|kind)"/.test(readFileSync(file, 'utf8'))))
    .sort()
}

/** Reads a file into a set; what cannot be read is a problem, not an exception. */
export function addFile(documents: DocumentSet, file: string, packageName: string): readonly Problem[] {
  let text: string
  const shown = shownPath(file)
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return [
      documentProblem(
        'document.unreadable',
        { file: shown },
        { file: shown, reason: (error as NodeJS.ErrnoException).code ?? String(error) },
      ),
    ]
  }
  return documents.add(text, shown, packageName).problems
}

/** A path as the person at the terminal would write it. */
function shownPath(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}

/** A package is a folder of `mappings/`; documents that stand anywhere else are a package by the name of their folder. */
export function packageOf(file: string): string {
  const folder = dirname(file)
  const parts = folder.split(/[\\/]/)
  const mappings = parts.lastIndexOf('mappings')
  return mappings >= 0 && parts[mappings + 1] !== undefined ? parts[mappings + 1]! : basename(folder)
}
