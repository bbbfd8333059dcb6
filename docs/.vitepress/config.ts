import { defineConfig } from 'vitepress'
import { siteStyles } from '../pictures/look.ts'
import { inlinePictures } from './pictures.ts'
import { apiSidebar, sidebar } from './sidebar.ts'

const pages = sidebar()
const [first] = pages.find(({ text }) => text === 'TensorFlow.js')?.items ?? []
const tensorflow = first ? [{ text: 'TensorFlow.js', link: first.link, activeMatch: '^/tfjs/' }] : []

export default defineConfig({
  title: 'Sweetspot',
  description: 'Hyperparameter optimisation for TypeScript: good values in few trials.',
  lang: 'en',
  base: '/',
  cleanUrls: true,
  lastUpdated: false,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }],
    ['style', {}, siteStyles()],
  ],
  srcExclude: ['**/node_modules/**'],
  // The index of the local search is one large file, loaded when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  markdown: { config: (markdown) => inlinePictures(markdown) },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guide', link: '/guide/getting-started', activeMatch: '^/guide/' },
      { text: 'Concepts', link: '/concepts/hyperparameters', activeMatch: '^/concepts/' },
      ...tensorflow,
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: { '/': pages, '/api/': apiSidebar() },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    footer: { message: 'Apache License 2.0' },
  },
})
