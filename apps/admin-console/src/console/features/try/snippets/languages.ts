import { writeCurl } from './curl';
import { writeJavaScript } from './javascript';
import { writePython } from './python';
import type { Snippet, SnippetFacts } from './snippet';
import { writeSpring } from './spring';

export const LANGUAGES: readonly {
  readonly id: string;
  readonly label: string;
  readonly write: (facts: SnippetFacts) => readonly Snippet[];
}[] = [
  { id: 'curl', label: 'curl', write: writeCurl },
  { id: 'javascript', label: 'JavaScript', write: writeJavaScript },
  { id: 'spring', label: 'Spring Boot', write: writeSpring },
  { id: 'python', label: 'Python', write: writePython },
];
