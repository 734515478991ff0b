// How the state of a mode is written into the page's address and read back; positions keep four decimals (about ten metres).
import type { LocationQuery } from 'vue-router'
import type { LonLat } from '@/api/types'

type Raw = LocationQuery[string] | undefined

export function text(raw: Raw): string {
  const value = Array.isArray(raw) ? raw[0] : raw
  return typeof value === 'string' ? value : ''
}

export function list(raw: Raw): string[] {
  return text(raw).split(',').map((part) => part.trim()).filter(Boolean)
}

/** A number inside its limits, or null: an address is typed by people and cut by mail programs. */
export function number(raw: Raw, min: number, max: number): number | null {
  const value = text(raw)
  if (value === '') return null
  const parsed = Number(value)
  return Number.isFinite(parsed) && parsed >= min && parsed <= max ? parsed : null
}

export function point(raw: Raw): LonLat | null {
  const parts = list(raw).map(Number)
  if (parts.length !== 2 || !parts.every(Number.isFinite)) return null
  const [lon, lat] = parts
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null
}

export interface View extends LonLat { zoom: number }

export function view(raw: Raw): View | null {
  const parts = list(raw).map(Number)
  if (parts.length !== 3 || !parts.every(Number.isFinite)) return null
  const [lon, lat, zoom] = parts
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && zoom >= 0 && zoom <= 22 ? { lon, lat, zoom } : null
}

export function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4
}

export const writePoint = (p: LonLat): string => `${round4(p.lon)},${round4(p.lat)}`
export const writeView = (v: View): string => `${writePoint(v)},${Math.round(v.zoom * 10) / 10}`

/** Empty values leave the address altogether. */
export function tidy(query: Record<string, string | null | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([, v]) => v != null && v !== '')) as Record<string, string>
}
