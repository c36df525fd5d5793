const MAX_LENGTH = 200;
// Control and direction characters make a name look like another one; the rest means something to some file system.
const harmful = /[\p{Cc}\p{Cf}\u2028\u2029<>:"|?*]/gu;

/**
 * The name that a client gave a file, fit to be shown and to be saved under: no folders, no control characters, at most 200 characters with
 * the extension kept. It is never part of a path of ours. Null when nothing is left.
 */
export function cleanName(name: string | undefined): string | null {
  if (!name) return null;
  const base = name.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1)!;
  const clean = base.replace(harmful, '').replace(/^[.\s]+|[.\s]+$/g, '');
  if (clean === '') return null;
  const characters = [...clean];
  if (characters.length <= MAX_LENGTH) return clean;
  const dot = characters.lastIndexOf('.');
  const extension = dot > 0 && characters.length - dot <= 16 ? characters.slice(dot) : [];
  return [...characters.slice(0, MAX_LENGTH - extension.length), ...extension].join('');
}
