// The map on paper: the drawn map with scale, north and marks on one picture, so that scaling keeps them true.
import type { PictureWords } from './stage'

const STEPS = [1, 2, 5]

const EQUATOR_M = 40_075_016.686
const WORLD_PX = 512

/** Web Mercator stretches with the latitude; what one pixel is worth shrinks with its cosine. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom)
}

/** The longest round length that fits into `most` pixels, in metres and pixels. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } {
  const limit = metresPerPixel * most
  const power = 10 ** Math.floor(Math.log10(limit))
  const step = STEPS.filter((s) => s * power <= limit).at(-1) ?? 1
  return { metres: step * power, pixels: (step * power) / metresPerPixel }
}

export function compose(map: HTMLCanvasElement, metresPerPixel: number, words: PictureWords): string {
  const ratio = map.width / Math.max(1, map.clientWidth)
  const sheet = document.createElement('canvas')
  sheet.width = map.width
  sheet.height = map.height
  const c = sheet.getContext('2d')!
  c.drawImage(map, 0, 0)
  c.scale(ratio, ratio)
  const [width, height] = [map.width / ratio, map.height / ratio]
  c.font = '600 13px system-ui, "Noto Sans CJK SC", sans-serif'
  c.lineJoin = 'round'
  const write = (text: string, x: number, y: number, align: CanvasTextAlign) => {
    c.textAlign = align
    c.strokeStyle = '#fff'
    c.lineWidth = 4
    c.strokeText(text, x, y)
    c.fillStyle = '#222'
    c.fillText(text, x, y)
  }
  const bar = scaleBar(metresPerPixel, 140)
  c.strokeStyle = '#222'
  c.lineWidth = 2
  c.beginPath()
  c.moveTo(16, height - 24)
  c.lineTo(16, height - 16)
  c.lineTo(16 + bar.pixels, height - 16)
  c.lineTo(16 + bar.pixels, height - 24)
  c.stroke()
  write(words.metres(bar.metres), 16 + bar.pixels / 2, height - 26, 'center')
  c.beginPath()
  c.moveTo(width - 26, 14)
  c.lineTo(width - 18, 36)
  c.lineTo(width - 26, 31)
  c.lineTo(width - 34, 36)
  c.closePath()
  c.fillStyle = '#222'
  c.fill()
  write(words.north, width - 26, 52, 'center')
  words.marks.forEach((mark, i) => write(mark, width - 12, height - 14 - i * 18, 'right'))
  return sheet.toDataURL('image/png')
}
