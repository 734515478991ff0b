// How a kind is drawn: its glyph on a disc or a pin, told apart by glyph first and colour second.
import type { Kind } from '@/api/types'
import { PALETTES, type Theme } from './palette'

export const FALLBACK_GLYPH = 'M12 5A7 7 0 1 1 12 19A7 7 0 1 1 12 5Z'
const FALLBACK_COLOUR = '#5b6570'
const RATIO = 2

export interface Drawing { data: ImageData; pixelRatio: number }

export const discId = (kind: string) => `disc:${kind}`
export const pinId = (kind: string, rank: number, on = false) => `pin:${kind}:${rank}${on ? ':on' : ''}`
export const HATCH_ID = 'hatch'

/** Draws whatever image a layer asks for by id, or null when the id is not ours. */
export function draw(id: string, kinds: ReadonlyMap<string, Kind>, theme: Theme): Drawing | null {
  const [shape, code, rank, on] = id.split(':')
  if (shape === HATCH_ID) return hatch(PALETTES[theme].gapLine)
  if (shape === 'disc') return disc(kinds.get(code), theme)
  if (shape === 'pin') return pin(kinds.get(code), Number(rank), on === 'on', theme)
  return null
}

function canvas(width: number, height: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas')
  element.width = width * RATIO
  element.height = height * RATIO
  const context = element.getContext('2d', { willReadFrequently: true })!
  context.scale(RATIO, RATIO)
  return context
}

function finish(context: CanvasRenderingContext2D): Drawing {
  const { width, height } = context.canvas
  return { data: context.getImageData(0, 0, width, height), pixelRatio: RATIO }
}

function glyph(context: CanvasRenderingContext2D, kind: Kind | undefined, x: number, y: number, size: number) {
  context.save()
  context.translate(x - size / 2, y - size / 2)
  context.scale(size / 24, size / 24)
  context.fillStyle = '#fff'
  context.fill(new Path2D(kind?.icon || FALLBACK_GLYPH), 'evenodd')
  context.restore()
}

function disc(kind: Kind | undefined, theme: Theme): Drawing {
  const c = canvas(28, 28)
  c.shadowColor = 'rgba(0,0,0,.28)'
  c.shadowBlur = 3
  c.shadowOffsetY = 1
  c.fillStyle = PALETTES[theme].ring
  c.beginPath()
  c.arc(14, 13.5, 12, 0, Math.PI * 2)
  c.fill()
  c.shadowColor = 'transparent'
  c.fillStyle = kind?.colour ?? FALLBACK_COLOUR
  c.beginPath()
  c.arc(14, 13.5, 10.4, 0, Math.PI * 2)
  c.fill()
  glyph(c, kind, 14, 13.5, 13.5)
  return finish(c)
}

function pin(kind: Kind | undefined, rank: number, on: boolean, theme: Theme): Drawing {
  const palette = PALETTES[theme]
  const [w, h, cx, cy, r] = [52, 54, 24, 24, 16]
  const c = canvas(w, h)
  c.shadowColor = 'rgba(0,0,0,.35)'
  c.shadowBlur = 4
  c.shadowOffsetY = 2
  drop(c, cx, cy, r + (on ? 4 : 2.4), h - 3)
  c.fillStyle = on ? palette.accent : palette.ring
  c.fill()
  c.shadowColor = 'transparent'
  drop(c, cx, cy, r, h - 7)
  c.fillStyle = kind?.colour ?? FALLBACK_COLOUR
  c.fill()
  glyph(c, kind, cx, cy, 19)
  if (rank > 0) badge(c, String(rank), cx + 14, cy - 13, palette)
  return finish(c)
}

function drop(c: CanvasRenderingContext2D, x: number, y: number, r: number, tip: number) {
  c.beginPath()
  c.arc(x, y, r, Math.PI * 0.82, Math.PI * 0.18)
  c.quadraticCurveTo(x + r * 0.45, y + r * 1.05, x, tip)
  c.quadraticCurveTo(x - r * 0.45, y + r * 1.05, x - r * Math.cos(Math.PI * 0.18), y + r * Math.sin(Math.PI * 0.18))
  c.closePath()
}

function badge(c: CanvasRenderingContext2D, text: string, x: number, y: number, palette: { cluster: string; clusterText: string; accent: string }) {
  c.fillStyle = palette.cluster
  c.strokeStyle = palette.accent
  c.lineWidth = 1.4
  c.beginPath()
  c.arc(x, y, 9, 0, Math.PI * 2)
  c.fill()
  c.stroke()
  c.fillStyle = palette.clusterText
  c.font = `700 ${text.length > 2 ? 9 : 11.5}px system-ui, sans-serif`
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  c.fillText(text, x, y + 0.5)
}

/** Diagonal strokes whose ends meet at the tile's edges, so that the pattern repeats without a seam. */
function hatch(colour: string): Drawing {
  const size = 10
  const c = canvas(size, size)
  c.strokeStyle = colour
  c.globalAlpha = 0.42
  c.lineWidth = 1.1
  c.beginPath()
  for (const shift of [-size, 0, size]) {
    c.moveTo(shift, size)
    c.lineTo(shift + size, 0)
  }
  c.stroke()
  return finish(c)
}
