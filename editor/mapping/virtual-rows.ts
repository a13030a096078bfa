import { type Ref, computed, onBeforeUnmount, onMounted, ref, watch } from 'vue'

/** Rows beyond the visible ones, so that scrolling never shows a gap. */
const spare = 8

/** Which rows of a long list are to be drawn: all rows have one height. */
export function useVirtualRows(scroller: Readonly<Ref<HTMLElement | null>>, count: Readonly<Ref<number>>, rowHeight: number) {
  const top = ref(0)
  const height = ref(600)
  const from = computed(() => Math.max(0, Math.floor(top.value / rowHeight) - spare))
  const to = computed(() => Math.min(count.value, Math.ceil((top.value + height.value) / rowHeight) + spare))
  const observer = new ResizeObserver(() => {
    height.value = scroller.value?.clientHeight ?? height.value
  })

  function onScroll(): void {
    top.value = scroller.value?.scrollTop ?? 0
  }

  onMounted(() => {
    watch(
      scroller,
      (element, before) => {
        before?.removeEventListener('scroll', onScroll)
        observer.disconnect()
        if (!element) return
        element.addEventListener('scroll', onScroll, { passive: true })
        observer.observe(element)
      },
      { immediate: true },
    )
  })
  onBeforeUnmount(() => observer.disconnect())

  /** Scrolls as little as needed for a row to be seen, with some room below it. */
  function reveal(index: number, room = 0): void {
    const element = scroller.value
    if (!element || index < 0) return
    const start = index * rowHeight
    if (start < element.scrollTop) element.scrollTop = start
    else if (start + rowHeight + room > element.scrollTop + element.clientHeight)
      element.scrollTop = start + rowHeight + room - element.clientHeight
    onScroll()
  }

  return { from, to, totalHeight: computed(() => count.value * rowHeight), offset: computed(() => from.value * rowHeight), reveal }
}
