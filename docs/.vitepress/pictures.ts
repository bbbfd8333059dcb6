import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const folder = join(import.meta.dirname, '../public/pictures')

/**
 * Puts our pictures into the page instead of linking to them, so that they take its font and its colours, which readers
 * switch between light and dark. Anywhere else, on GitHub for instance, the same Markdown shows the same files as images,
 * which bring their own style sheet.
 */
export function inlinePictures(markdown: MarkdownRenderer): void {
  const usual = markdown.renderer.rules.image
  markdown.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]
    const source = token?.attrGet('src') ?? ''
    if (token === undefined || !/\/pictures\/[\w-]+\.svg$/.test(source)) {
      return usual ? usual(tokens, index, options, env, self) : self.renderToken(tokens, index, options)
    }
    const file = readFileSync(join(folder, basename(source)), 'utf8')
    // What `sweetspot/plots` drew stands on a ground of its own, in its own colours.
    const isPlot = file.includes('class="sweetspot"')
    const svg = isPlot ? file : file.replace(/<style>[^]*?<\/style>/, '')
    const label = markdown.utils.escapeHtml(token.content)
    return `<span class="picture" v-pre>${svg.replace('<svg ', `<svg ${isPlot ? '' : 'role="img" '}aria-label="${label}" `)}</span>`
  }
}
