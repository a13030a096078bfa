import type * as MonacoApi from 'monaco-editor/editor/editor.api.js'

type Monaco = typeof MonacoApi

/** Which colour of design/base.css each kind of token has. */
const tokenColors: Record<string, string> = {
  key: '--text-quiet',
  name: '--text',
  string: '--value-text',
  number: '--value-number',
  comment: '--code-comment',
  delimiter: '--text-quiet',
  'expression.path': '--code-path',
  'expression.function': '--code-function',
  'expression.variable': '--code-variable',
  'expression.keyword': '--code-keyword',
  'expression.string': '--value-text',
  'expression.number': '--value-number',
  'expression.regex': '--value-other',
  'expression.operator': '--text-quiet',
  'expression.bracket': '--text-quiet',
  'expression.comment': '--code-comment',
}

const editorColors: Record<string, string> = {
  'editor.background': '--surface',
  'editor.foreground': '--text',
  'editorLineNumber.foreground': '--text-quiet',
  'editorLineNumber.activeForeground': '--text',
  'editor.selectionBackground': '--surface-selected',
  'editor.lineHighlightBackground': '--surface-hover',
  'editorWidget.background': '--surface-raised',
  'editorWidget.border': '--line',
  'editorHoverWidget.background': '--surface-raised',
  'editorHoverWidget.border': '--line-strong',
  'editorSuggestWidget.background': '--surface-raised',
  'editorSuggestWidget.selectedBackground': '--surface-selected',
  'editorSuggestWidget.selectedForeground': '--text',
  'editorSuggestWidget.highlightForeground': '--accent',
  'editorSuggestWidget.focusHighlightForeground': '--accent',
  'editorError.foreground': '--error',
  'editorWarning.foreground': '--warning',
  'editorIndentGuide.background1': '--line',
  'editorCursor.foreground': '--accent',
  focusBorder: '--focus',
}

/** Gives Monaco the page's colours, and again when the system changes between dark and light. */
export function followColorScheme({ editor }: Monaco): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const color = readColors()
    editor.defineTheme('fieldloom', {
      base: dark.matches ? 'vs-dark' : 'vs',
      inherit: true,
      rules: [
        { token: 'name', foreground: color('--text'), fontStyle: 'bold' },
        ...Object.entries(tokenColors).map(([token, name]) => ({ token, foreground: color(name) })),
      ],
      colors: Object.fromEntries(Object.entries(editorColors).map(([key, name]) => [key, `#${color(name)}`])),
    })
    editor.setTheme('fieldloom')
  }
  apply()
  dark.addEventListener('change', apply)
}

/** Resolves tokens to six digits: Monaco knows neither variables nor light-dark(). */
function readColors(): (name: string) => string {
  const probe = document.createElement('span')
  document.body.append(probe)
  const resolved = Object.fromEntries(
    [...Object.values(tokenColors), ...Object.values(editorColors)].map((name) => {
      probe.style.color = `var(${name})`
      const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number)
      return [name, [red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')]
    }),
  )
  probe.remove()
  return (name) => resolved[name] ?? '888888'
}
