/**
 * Rows of the IANA registry that contradict the specification they cite. The generator puts these syntaxes in their
 * place; everything else is taken as registered.
 */
export const errata: readonly { readonly name: string; readonly syntax: string; readonly reason: string }[] =
  [
    {
      name: 'input-orientation-requested',
      syntax: 'enum',
      reason: 'registered as keyword, but its values and its -supported twin are enums (PWG 5100.15)',
    },
    {
      name: 'pclm-strip-height-preferred',
      syntax: 'integer',
      reason: 'its definition and that of pclm-strip-height-supported are exchanged',
    },
    {
      name: 'pclm-strip-height-supported',
      syntax: '1setOf integer',
      reason: 'its definition and that of pclm-strip-height-preferred are exchanged',
    },
  ];
