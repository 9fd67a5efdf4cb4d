/** Stands in for react-devtools-core in the bundle: Ink's developer tools are never wanted. */
export const initialize = (): void => undefined;
export const connectToDevTools = initialize;
