// A .cnn file imported is its text: the bundler and the test runner both load it so.
declare module '*.cnn' {
  const text: string;
  export default text;
}
