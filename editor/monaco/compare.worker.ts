// Monaco compares two texts in a worker of its own.
import 'monaco-editor/editor/editor.worker.js'
