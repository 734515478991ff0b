// What a browser calls itself, in two words: enough to know one's own.

const BROWSERS: [RegExp, string][] = [[/Edg\//, 'Edge'], [/MicroMessenger/, 'WeChat'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]
const SYSTEMS: [RegExp, string][] = [[/Windows/, 'Windows'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']]
const first = (names: [RegExp, string][], agent: string) => names.find(([sign]) => sign.test(agent))?.[1]

export function agentName(agent: string | null): string | null {
  if (!agent) return null
  const parts = [first(BROWSERS, agent), first(SYSTEMS, agent)].filter(Boolean)
  return parts.length ? parts.join(' · ') : agent.slice(0, 60)
}
