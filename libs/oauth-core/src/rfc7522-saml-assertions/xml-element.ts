/** An element of XML as a plain record: all that an assertion can say, and no way to anything outside of it. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  /** Those without a namespace. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Values of whatever may be taken for an ID, in any namespace. */
  readonly ids: readonly string[];
  readonly children: readonly XmlElement[];
  /** Text directly inside, joined. */
  readonly text: string;
  /** The element as text, with every namespace that it needs. */
  readonly source: () => string;
}

/** RFC 7522 §6: the element and everything below it, in document order. */
export const listElements = (element: XmlElement): readonly XmlElement[] => [
  element,
  ...element.children.flatMap(listElements),
];

/** RFC 7522 §3: the children of this name and namespace. */
export const findChildren = (element: XmlElement, namespace: string, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name && child.namespace === namespace);
