/** Builds a table when it is first asked for, so that importing the registry costs nothing. */
export function once<Table>(build: () => Table): () => Table {
  let built: { readonly table: Table } | undefined;
  return () => {
    built ??= { table: build() };
    return built.table;
  };
}
