// Which colours the map uses: one calm base, its dark twin, one accent, one sequential scale for shares.

export type Theme = 'light' | 'dark'

export interface Palette {
  land: string; water: string; waterLabel: string; green: string; greenLabel: string
  building: string; buildingLine: string
  road: string; roadMajor: string; motorway: string; roadCasing: string; bridge: string; path: string; rail: string
  border: string; borderStrong: string
  label: string; labelSoft: string; halo: string
  accent: string; accentSoft: string; cluster: string; clusterText: string; ring: string
  gapLine: string; covered: string
  /** Shares 0-20-40-60-80-100 %, least to most; each step keeps its distance in grey print and for colour-blind eyes. */
  shares: [string, string, string, string, string]
  noPeople: string
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    land: '#f7f6f2', water: '#cbe0ea', waterLabel: '#4d7688', green: '#e1ecdc', greenLabel: '#5d7a58',
    building: '#efece5', buildingLine: '#e3dfd5',
    road: '#e4e0d7', roadMajor: '#d9d4c8', motorway: '#cdc6b6', roadCasing: '#ffffff', bridge: '#cfc9bb', path: '#d3c9b6', rail: '#c2beb6',
    border: '#c3bdae', borderStrong: '#9d968a',
    label: '#3a3f44', labelSoft: '#70757a', halo: '#fdfcf9',
    accent: '#0e6a78', accentSoft: '#0e6a78', cluster: '#ffffff', clusterText: '#0b4f5a', ring: '#ffffff',
    gapLine: '#7a4b12', covered: '#1f8a93',
    shares: ['#f1eee2', '#c9e2d8', '#8cc7c4', '#43979f', '#115f70'],
    noPeople: '#eceae4',
  },
  dark: {
    land: '#1a1f24', water: '#1c3d4e', waterLabel: '#7ea6b8', green: '#22332a', greenLabel: '#86a58c',
    building: '#20262c', buildingLine: '#2a3138',
    road: '#2e353c', roadMajor: '#3a434c', motorway: '#48535d', roadCasing: '#171c20', bridge: '#46505a', path: '#3b444c', rail: '#414a53',
    border: '#46505a', borderStrong: '#66727d',
    label: '#d6dade', labelSoft: '#98a2ab', halo: '#15191d',
    accent: '#58c4d1', accentSoft: '#58c4d1', cluster: '#20272d', clusterText: '#c9f0f4', ring: '#12161a',
    gapLine: '#e2b06a', covered: '#4fb7c0',
    shares: ['#2a2d2c', '#224a4d', '#26727a', '#389aa1', '#62c9cb'],
    noPeople: '#23282c',
  },
}

export const SHARE_STEPS = [0.2, 0.4, 0.6, 0.8] as const

/** The class of a share, 0 to 4; a share on a step belongs to the class above it. */
export function shareClass(share: number): number {
  return SHARE_STEPS.filter((step) => share >= step).length
}
