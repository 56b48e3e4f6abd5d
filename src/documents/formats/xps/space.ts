const microsoft = 'http://schemas.microsoft.com/xps/2005/06';
const ecma = 'http://schemas.openxps.org/oxps/v1.0';

/** Whether a namespace is that of XPS, as Microsoft or as ECMA-388 (OpenXPS) names it. */
export function isXpsSpace(space: string): boolean {
  return space === microsoft || space === ecma;
}

/** Whether a relationship of this type leads from the package to its pages. */
export function isFixedRepresentation(relationshipType: string): boolean {
  return isOfXps(relationshipType, 'fixedrepresentation');
}

export function isPrintTicket(relationshipType: string): boolean {
  return isOfXps(relationshipType, 'printticket');
}

function isOfXps(type: string, name: string): boolean {
  return type === `${microsoft}/${name}` || type === `${ecma}/${name}`;
}

/** The media type of a document, by the relationship that leads to its pages. */
export function xpsFormat(relationshipType: string): string {
  return relationshipType.startsWith(ecma) ? 'application/oxps' : 'application/vnd.ms-xpsdocument';
}
