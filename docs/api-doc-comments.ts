import { type Comment, type DeclarationReflection, type ProjectReflection, ReflectionKind } from 'typedoc'

// Neither modules nor references to what an earlier module exports.
const EXPORTS = ReflectionKind.SomeExport & ~(ReflectionKind.SomeModule | ReflectionKind.Reference)

/** The first sentence of a declaration's doc comment; empty if it has none that ends in punctuation. */
export function firstSentence(member: DeclarationReflection): string {
  const text = textOf(member.comment ?? member.signatures?.[0]?.comment)
  return /^.*?(?<!\bal|\be\.g|\bi\.e)[.!?](?=\s|$)/.exec(text)?.[0] ?? ''
}

/**
 * Lists what the doc comments of a module lack: a summary in a full sentence for each export, and `@typeParam` for each
 * type parameter of exports and their methods.
 */
export function undocumented(project: ProjectReflection): string[] {
  const exported = project.getReflectionsByKind(EXPORTS).filter((member) => member.isDeclaration())
  const missing = exported
    .filter(({ parent }) => parent === project || parent?.kindOf(ReflectionKind.Module))
    .flatMap((member) => [
      ...(firstSentence(member) === '' ? [`${member.name}: a summary that ends with a period`] : []),
      ...typeParametersWithoutComment(member).map((name) => `${member.name}: @typeParam ${name}`),
      ...(member.children ?? []).flatMap((child) =>
        typeParametersWithoutComment(child).map((name) => `${member.name}.${child.name}: @typeParam ${name}`),
      ),
    ])
  return [...new Set(missing)]
}

function typeParametersWithoutComment(member: DeclarationReflection): string[] {
  const own = [
    ...(member.typeParameters ?? []),
    ...(member.signatures ?? []).flatMap((one) => one.typeParameters ?? []),
  ]
  return own.filter(({ comment }) => textOf(comment) === '').map(({ name }) => name)
}

function textOf(comment: Comment | undefined): string {
  const parts = comment?.summary ?? []
  return parts
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
