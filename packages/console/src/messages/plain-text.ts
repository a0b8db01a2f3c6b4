/**
 * What an e-mail says, without its markup. It is shown as text and never becomes elements: the page's policy would not
 * let it (Trusted Types), and what stands in it was typed by somebody.
 */
export function plainText(text: string): string {
  if (!/<[a-z][^>]*>/i.test(text)) return text
  return text
    .replace(/<a\s[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gis, '$2: $1')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(?:p|div|h[1-6]|li|tr)>/gi, '\n\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: keyof typeof entities) => entities[name])
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' } as const
