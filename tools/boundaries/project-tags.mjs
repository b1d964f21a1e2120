/**
 * Who may import whom, by the tags in each project's package.json or project.json. Every project carries one `type:` and one
 * `scope:` tag; one without may import nothing.
 * @type {readonly (
 *   | { readonly sourceTag: string, readonly onlyDependOnLibsWithTags: readonly string[] }
 *   | { readonly allSourceTags: readonly string[], readonly onlyDependOnLibsWithTags: readonly string[] }
 * )[]}
 */
export const TAG_CONSTRAINTS = [
  // Kinds of room: arrows point right only, app -> adapter -> core -> contract.
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:adapter', 'type:core', 'type:contract'] },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
  { sourceTag: 'type:core', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:sample', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: [] },

  // Subjects. The adapter is shared because it serves every core; a shared contract knows none of them.
  { sourceTag: 'scope:server', onlyDependOnLibsWithTags: ['scope:shared', 'scope:auth', 'scope:gateway'] },
  { sourceTag: 'scope:auth', onlyDependOnLibsWithTags: ['scope:auth', 'scope:shared'] },
  { sourceTag: 'scope:gateway', onlyDependOnLibsWithTags: ['scope:gateway', 'scope:auth', 'scope:shared'] },
  {
    allSourceTags: ['type:adapter', 'scope:shared'],
    onlyDependOnLibsWithTags: ['scope:shared', 'scope:auth', 'scope:gateway'],
  },
  { allSourceTags: ['type:contract', 'scope:shared'], onlyDependOnLibsWithTags: ['scope:shared'] },
  // Code that is sent to a browser: contracts alone.
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:sample', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:tool', onlyDependOnLibsWithTags: [] },
];
