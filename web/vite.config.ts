// How the page is built, served while developing and unit-tested.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const server = process.env.CAREREACH_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1200, reportCompressedSize: true },
  server: { proxy: { '/api': server, '/tiles': server, '/health': server } },
  test: { include: ['tests/unit/**/*.test.ts'] },
})
