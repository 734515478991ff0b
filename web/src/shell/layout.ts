// How much of the screen the open mode takes: a panel beside the map, the left part, or the whole width over the map.
import { onScopeDispose, ref } from 'vue'

export type Layout = 'panel' | 'split' | 'wide'
export const layout = ref<Layout>('panel')

/** For as long as the component that calls it stands; a part inside may ask for another one by setting `layout`. */
export function useLayout(wish: Layout): void {
  layout.value = wish
  onScopeDispose(() => (layout.value = 'panel'))
}
