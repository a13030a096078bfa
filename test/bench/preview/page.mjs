/**
 * Watches a page from inside: how long the engine's worker takes for each call, and when the value of a row is on the screen.
 * It is given to the browser as text, so it stands for itself.
 */
export function watchPage() {
  const calls = []
  const methods = new Map()
  const NativeWorker = globalThis.Worker
  globalThis.Worker = class extends NativeWorker {
    constructor(url, options) {
      super(url, options)
      this.addEventListener('message', ({ data }) => {
        if (data?.type === 'done') calls.push({ method: methods.get(data.id), elapsedMs: data.elapsedMs })
      })
    }

    postMessage(message, ...rest) {
      if (message?.method) methods.set(message.id, message.method)
      super.postMessage(message, ...rest)
    }
  }

  let pressed = 0
  addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true })

  globalThis.preview = {
    shown: undefined,
    /** After the next key: `shown` ends when an element shows a text and the browser has painted it. */
    expect(selector, text) {
      calls.length = 0
      this.shown = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`after 20 s there is no “${text}”`)), 20_000)
        const look = () => {
          if (document.querySelector(selector)?.textContent.trim() !== text) return
          observer.disconnect()
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel()
            port1.addEventListener('message', () => {
              const ofKey = calls.filter(({ method }) => method === 'change' || method === 'preview' || method === 'gesture')
              resolve({ workerMs: ofKey.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0), screenMs: performance.now() - pressed })
            })
            port1.start()
            port2.postMessage(undefined)
          })
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
      })
      this.shown.catch(() => {})
    },
  }
}
