// What keeps a form from being sent is brought before the eyes: its first wrong field, or else the notice that tells why.

const ENTRY = 'input, select, textarea, button, [tabindex]'

/** The element of a form in which a field is typed; null where the form does not hold it or it cannot be reached. */
export function entryOf(form: ParentNode, field: string): HTMLElement | null {
  const name = CSS.escape(field)
  const there = form.querySelector<HTMLElement>(`[data-field="${name}"]`) ?? form.querySelector<HTMLElement>(`[data-wrong="${name}"]`)
  const entry = there?.matches(ENTRY) ? there : (there?.querySelector<HTMLElement>(ENTRY) ?? null)
  return entry && !(entry as HTMLInputElement).disabled ? entry : null
}

export const formAround = (element: Element): HTMLElement | null => element.closest<HTMLElement>('form, .form')

function stand(on: HTMLElement): void {
  on.scrollIntoView({ block: 'center' })
  on.focus({ preventScroll: true })
}

/** `notice` can take the focus (tabindex -1); `fields` as the service names them. */
export function bringIntoSight(notice: HTMLElement, fields: readonly string[]): void {
  const form = formAround(notice)
  if (!form) return
  const entries = fields.flatMap((field) => entryOf(form, field) ?? [])
  const first = entries.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0]
  stand(first ?? notice)
}
