import { DOMParser, type Element, type Node, XMLSerializer } from '@xmldom/xmldom';
import type { XmlElement } from './xml-element.js';

const ID_NAMES: readonly (string | null)[] = ['ID', 'Id', 'id'];

const isElement = (node: Node): node is Element => node.nodeType === 1;

function toRecord(element: Element): XmlElement {
  const attributes = [...element.attributes];
  const nodes = [...element.childNodes];
  return {
    namespace: element.namespaceURI ?? '',
    name: element.localName ?? '',
    attributes: new Map(
      attributes
        .filter(({ namespaceURI }) => namespaceURI === null)
        .map((attribute) => [attribute.localName ?? '', attribute.value]),
    ),
    ids: attributes.filter(({ localName }) => ID_NAMES.includes(localName)).map(({ value }) => value),
    children: nodes.filter(isElement).map(toRecord),
    text: nodes
      .filter((node) => !isElement(node))
      .map((node) => node.nodeValue ?? '')
      .join(''),
    source: () => new XMLSerializer().serializeToString(element),
  };
}

/** The library mends what it can, and says so: here everything that it says is a refusal. */
function parseStrictly(content: string): Element | null {
  const parser = new DOMParser({
    onError: (_level, message) => {
      throw new Error(message);
    },
  });
  try {
    return parser.parseFromString(content, 'text/xml').documentElement;
  } catch (error) {
    // Its message repeats what it was given.
    throw new Error('it is not well-formed XML', { cause: error });
  }
}

/**
 * RFC 7522 §6: XML without anything that two parsers could see differently. Document types, entities, comments, CDATA
 * sections and processing instructions have no place in an assertion and are how signatures were got around: they are
 * refused as text, before anything is parsed.
 * @throws Error
 */
export function parseXml(text: string): XmlElement {
  const content = text.replace(/^<\?xml [^<>]*\?>\s*/, '');
  if (/<[!?]/.test(content)) throw new Error('it has a document type, comment, CDATA section or instruction');
  // XML 1.0 §2.2: tabs and line breaks alone.
  if (/\p{Cc}/u.test(content.replace(/[\t\r\n]/g, ''))) throw new Error('it has control characters');
  const root = parseStrictly(content);
  if (root === null) throw new Error('it has no element');
  return toRecord(root);
}
