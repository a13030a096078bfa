import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('..', import.meta.url).pathname

/** A source file and what it imports: project paths, or names of packages and of Node's modules. */
interface SourceFile {
  path: string
  imports: string[]
}

function sourceFiles(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue|mjs)$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .map((path) => ({ path, imports: importsOf(path, readFileSync(join(root, path), 'utf8')) }))
}

function importsOf(path: string, text: string): string[] {
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
  )
  return [...statements]
    .map((match) => (match[1] ?? match[2] ?? match[3])!)
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name))
}

/** What a folder may import of the project; everything else of the project is a broken rule. */
interface Rule {
  folder: string
  mayImport: string[]
}

const engineOrder = [
  'engine/once.ts',
  'engine/recent.ts',
  'engine/shown-value.ts',
  'engine/problem.ts',
  'engine/document/',
  'engine/expression/',
  'engine/mapping/',
  'engine/flow/',
  'engine/pool/',
]

const rules: Rule[] = [
  // Each part of the engine may import what stands to its left.
  ...engineOrder.map((folder, index) => ({ folder, mayImport: [...engineOrder.slice(0, index + 1), 'schemas/'] })),
  {
    folder: 'server/connectors/',
    mayImport: ['server/connectors/', 'server/auth/', 'server/clock.ts', 'server/root.ts', 'engine/index.ts', 'schemas/'],
  },
  {
    folder: 'server/auth/',
    mayImport: [
      'server/auth/',
      'server/clock.ts',
      'server/store/',
      'server/connectors/connector.ts',
      'server/connectors/http',
      'engine/index.ts',
    ],
  },
  {
    folder: 'server/sandbox/',
    mayImport: ['server/sandbox/', 'server/root.ts', 'engine/index.ts', 'engine/problem.ts', 'schemas/business-central/'],
  },
  {
    folder: 'server/runtime/',
    mayImport: [
      'server/runtime/',
      'server/connectors/connector.ts',
      'server/clock.ts',
      'server/store/',
      'server/records/',
      'engine/index.ts',
      'engine/pool/',
    ],
  },
  { folder: 'server/', mayImport: ['server/', 'engine/index.ts', 'engine/pool/', 'schemas/', 'package.json'] },
  { folder: 'editor/', mayImport: ['editor/', 'engine/index.ts', 'schemas/'] },
]

function ruleFor(path: string): Rule | undefined {
  return rules.find(({ folder }) => path.startsWith(folder))
}

/** The imports that break a rule, as `file imports other`. */
function brokenRules(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const rule = ruleFor(path)
    return imports
      .filter((imported) => /^(engine|server|editor|schemas|mappings|test|package\.json)/.test(imported))
      .filter((imported) => rule && !rule.mayImport.some((allowed) => imported.startsWith(allowed)))
      .map((imported) => `${path} imports ${imported}`)
  })
}

const files = [...sourceFiles('engine'), ...sourceFiles('server'), ...sourceFiles('editor')]

test('every import keeps to the rules of who may import whom', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(brokenRules(files)).toEqual([])
})

test('a broken rule is found', () => {
  const broken = [
    { path: 'engine/document/node.ts', imports: ['engine/mapping/shape.ts'] },
    { path: 'server/sandbox/business-central/server.ts', imports: ['server/connectors/connector.ts'] },
    { path: 'server/runtime/run-flow.ts', imports: ['server/connectors/business-central/client.ts'] },
    { path: 'server/commands/map.ts', imports: ['engine/mapping/compile-mapping.ts'] },
    { path: 'engine/problem.ts', imports: ['server/root.ts'] },
  ]

  expect(brokenRules(broken)).toHaveLength(broken.length)
})

test('a connector imports no other connector', () => {
  const names = files.flatMap(({ path }) => /^server\/connectors\/([\w-]+)\/index\.ts$/.exec(path)?.[1] ?? [])
  const crossing = files.flatMap(({ path, imports }) =>
    names
      .filter(
        (name) =>
          !path.startsWith(`server/connectors/${name}/`) && path !== 'server/connectors/index.ts' && path.startsWith('server/connectors/'),
      )
      .flatMap((name) =>
        imports.filter((imported) => imported.startsWith(`server/connectors/${name}/`)).map((imported) => `${path} imports ${imported}`),
      ),
  )

  expect(names.length).toBeGreaterThan(1)
  expect(crossing).toEqual([])
})

test('the engine, but for its pool, runs where there is no Node', () => {
  const isNode = (name: string) => name.startsWith('node:') || ['piscina', 'fastify', 'undici'].includes(name)
  const nodeImports = files
    .filter(({ path }) => path.startsWith('engine/') && !path.startsWith('engine/pool/'))
    .flatMap(({ path, imports }) => imports.filter(isNode).map((name) => `${path} imports ${name}`))

  expect(nodeImports).toEqual([])
})

test('jsonata is imported in one place of the product: the parser of expressions', () => {
  const users = files.filter(({ imports }) => imports.includes('jsonata')).map(({ path }) => path)

  expect(users.every((path) => path.startsWith('engine/expression/1-parse/'))).toBe(true)
})

test('no rule of a source system stands in code', () => {
  const named = files
    .filter(({ path }) => !path.startsWith('editor/'))
    .filter(({ path }) => /app4sales|lightspeed/i.test(readFileSync(join(root, path), 'utf8')))
    .map(({ path }) => path)

  expect(named).toEqual([])
})
