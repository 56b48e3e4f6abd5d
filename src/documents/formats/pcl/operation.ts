/** An operation of PCL as one number: the prefix, the group (0 when there is none), and the end in upper case. */
export function operationCode(name: string): number {
  const prefix = name.charCodeAt(0);
  const group = name.length === 3 ? name.charCodeAt(1) : 0;
  return (prefix << 16) | (group << 8) | name.charCodeAt(name.length - 1);
}
