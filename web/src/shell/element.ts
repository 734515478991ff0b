// The pieces of Element Plus the page uses, each with its style; nothing else of it is loaded.
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-select.css'
import 'element-plus/theme-chalk/el-option.css'
import 'element-plus/theme-chalk/el-tag.css'
import 'element-plus/theme-chalk/el-scrollbar.css'
import 'element-plus/theme-chalk/el-popper.css'
import 'element-plus/theme-chalk/el-dialog.css'
import 'element-plus/theme-chalk/el-overlay.css'
import 'element-plus/theme-chalk/el-input-number.css'
import 'element-plus/theme-chalk/el-input.css'

import { nextTick } from 'vue'

/** A long list of choices scrolls: it must be reachable by keyboard as a region, too. */
export function reachable(visible: boolean): void {
  if (visible) void nextTick(() => document.querySelectorAll<HTMLElement>('.el-select-dropdown__wrap').forEach((wrap) => (wrap.tabIndex = 0)))
}

export { ElConfigProvider } from 'element-plus/es/components/config-provider/index.mjs'
export { ElSelect, ElOption } from 'element-plus/es/components/select/index.mjs'
export { ElDialog } from 'element-plus/es/components/dialog/index.mjs'
export { ElInputNumber } from 'element-plus/es/components/input-number/index.mjs'
