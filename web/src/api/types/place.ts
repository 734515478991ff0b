// How positions and pages of a list are written.
export type Bounds = [west: number, south: number, east: number, north: number]
export interface LonLat { lon: number; lat: number }
export interface Page<T> { items: T[]; next_cursor: string | null; total: number }
