// A list of candidate sites as a CSV file has it: id, lon, lat and, if known, cost and capacity; each wrong line is told by its number.
import type { CandidatePoint } from '@/api/types'

export interface ReadPoints { points: CandidatePoint[]; wrong: { line: number; why: 'columns' | 'place' | 'number' | 'twice' }[] }

const NAMES: Record<string, string[]> = {
  id: ['id', '编号', '名称', 'name'], lon: ['lon', 'lng', 'longitude', 'x', '经度'], lat: ['lat', 'latitude', 'y', '纬度'],
  cost: ['cost', '费用', '投资', '造价'], capacity: ['capacity', '床位', '容量', '位数'],
}
const PARTS = /("(?:[^"]|"")*"|[^,;\t]*)(?:[,;\t]|$)/g

function cells(line: string): string[] {
  const found = [...line.matchAll(PARTS)].map((hit) => hit[1].trim().replace(/^"|"$/g, '').replace(/""/g, '"'))
  return /[,;\t]$/.test(line) ? found : found.slice(0, -1)
}

export function readPoints(file: string): ReadPoints {
  const lines = file.replace(/^\ufeff/, '').split(/\r?\n/)
  const head = cells(lines[0] ?? '').map((name) => name.toLowerCase())
  const at = Object.fromEntries(Object.entries(NAMES).map(([field, names]) => [field, head.findIndex((name) => names.includes(name))]))
  if (at.lon < 0 || at.lat < 0) return { points: [], wrong: [{ line: 1, why: 'columns' }] }
  const points: CandidatePoint[] = []
  const wrong: ReadPoints['wrong'] = []
  const ids = new Set<string>()
  lines.slice(1).forEach((text, n) => {
    if (!text.trim()) return
    const row = cells(text)
    const line = n + 2
    const value = (field: string) => (at[field] < 0 ? '' : (row[at[field]] ?? ''))
    const [lon, lat] = [Number(value('lon') || NaN), Number(value('lat') || NaN)]
    const more = (['cost', 'capacity'] as const).flatMap((field) => (value(field) === '' ? [] : [[field, Number(value(field))] as const]))
    const id = value('id') || String(n + 1)
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) wrong.push({ line, why: 'place' })
    else if (more.some(([, number]) => !(number >= 0))) wrong.push({ line, why: 'number' })
    else if (ids.has(id)) wrong.push({ line, why: 'twice' })
    else {
      ids.add(id)
      points.push({ id, lon, lat, ...Object.fromEntries(more) })
    }
  })
  return { points, wrong }
}
