// class-transformer keeps its metadata in a module that it does not describe.
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: never;
}
