// Where the service's own interface begins, and how one record of it is named.

export type Signal = AbortSignal | undefined
export const V1 = '/api/v1'
export const one = (room: string, id: string | number) => `${V1}/${room}/${encodeURIComponent(id)}`
