// Whether anything is wider than the page; handles beyond the map's edge are cut off by it, and a long choice by its select.
export const wide = (page) => page.evaluate(() => {
  const out = [...document.querySelectorAll('body *')].filter((e) => {
    const box = e.getBoundingClientRect()
    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !e.closest('.skip, [data-map], .el-popper, .visually-hidden, .scroll, .handles, .el-select__placeholder') && getComputedStyle(e).visibility !== 'hidden'
  })
  return { page: document.documentElement.scrollWidth - innerWidth, out: out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)) }
})
