// The picture of the page in the README: made by the page itself; BLESS=1 puts it in its place.
import assert from 'node:assert/strict'
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const place = process.env.BLESS === '1' ? '../../../docs/images/page.png' : '../../test-results/page.png'

export default {
  async 'the README shows Gaps as a desk sees it'(visit) {
    const path = fileURLToPath(new URL(place, import.meta.url))
    mkdirSync(dirname(path), { recursive: true })
    const page = await visit.open('/gaps')
    await visit.drawn(['gap-fill'])
    await visit.drawn(['facility-clusters', 'facility-places'])
    await page.screenshot({ path })
    assert.ok(statSync(path).size > 50_000, 'an empty picture')
  },
}
