// A population grid as small as a GeoTIFF can be: one strip of float32 without compression, degrees of WGS84.
const [SHORT, LONG, DOUBLE, ASCII] = [3, 4, 12, 2]
const SIZE = { [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8, [ASCII]: 1 }

/** `values` row after row from the north-western corner at `west`, `north`; cells of `step` degrees. */
export function gridOf({ west, north, step, width, values }) {
  const height = values.length / width
  const pixels = Buffer.alloc(values.length * 4)
  values.forEach((value, i) => pixels.writeFloatLE(value, i * 4))
  const tags = [
    [256, LONG, [width]], [257, LONG, [height]], [258, SHORT, [32]], [259, SHORT, [1]], [262, SHORT, [1]], [273, LONG, [8]], [277, SHORT, [1]], [278, LONG, [height]],
    [279, LONG, [pixels.length]], [339, SHORT, [3]], [33550, DOUBLE, [step, step, 0]], [33922, DOUBLE, [0, 0, 0, west, north, 0]],
    [34735, SHORT, [1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326]], [42113, ASCII, [...Buffer.from('-99999\0')]],
  ]
  const start = 8 + pixels.length
  const directory = Buffer.alloc(2 + tags.length * 12 + 4)
  directory.writeUInt16LE(tags.length, 0)
  const more = []
  let at = start + directory.length
  tags.forEach(([tag, type, list], i) => {
    const bytes = Buffer.alloc(list.length * SIZE[type])
    list.forEach((n, k) => { if (type === SHORT) bytes.writeUInt16LE(n, k * 2); else if (type === LONG) bytes.writeUInt32LE(n, k * 4); else if (type === DOUBLE) bytes.writeDoubleLE(n, k * 8); else bytes[k] = n })
    const entry = 2 + i * 12
    directory.writeUInt16LE(tag, entry)
    directory.writeUInt16LE(type, entry + 2)
    directory.writeUInt32LE(list.length, entry + 4)
    if (bytes.length <= 4) bytes.copy(directory, entry + 8)
    else {
      directory.writeUInt32LE(at, entry + 8)
      more.push(bytes)
      at += bytes.length
    }
  })
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1')
  head.writeUInt32LE(start, 4)
  return Buffer.concat([head, pixels, directory, ...more])
}
