/** Stands in for react-devtools-core in the bundle: Ink's developer tools are never wanted. */
const nothing = {initialize: (): void => undefined, connectToDevTools: (): void => undefined};

// biome-ignore lint/style/noDefaultExport: Ink imports the package's default
export default nothing;
