// Which day it is where the registry is kept, whatever the browser's own clock is set to.
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })

/** YYYY-MM-DD of a moment in China. */
export const dayOf = (at: Date | string): string => DAY.format(typeof at === 'string' ? new Date(at) : at)
export const today = (): string => dayOf(new Date())
