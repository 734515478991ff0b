// How shares over time become a line: a scale that ends on a round share, points in the unit square.

export interface Point { date: string; share: number | null }
export interface Curve { top: number; lines: { share: number; y: number }[]; points: { x: number; y: number; date: string; share: number }[] }

const ROUND = [0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1]

export function curve(points: readonly Point[], span: (date: string) => number): Curve {
  const known = points.filter((p): p is { date: string; share: number } => p.share !== null)
  const most = Math.max(0, ...known.map((p) => p.share))
  const top = ROUND.find((r) => r >= most) ?? 1
  const first = known.length ? span(known[0].date) : 0
  const last = known.length ? span(known[known.length - 1].date) : 0
  return {
    top,
    lines: [0, top / 2, top].map((share) => ({ share, y: 1 - share / top })),
    points: known.map((p) => ({ x: last > first ? (span(p.date) - first) / (last - first) : 0.5, y: 1 - p.share / top, date: p.date, share: p.share })),
  }
}
