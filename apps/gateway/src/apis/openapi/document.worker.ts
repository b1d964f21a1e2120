import type { UnsaidAccess } from '@gatehouse/gateway-core';
import { readDocument } from './read-document.js';
import { answerInThread } from './thread-answer.js';

interface Order {
  readonly text: string;
  readonly unsaid: UnsaidAccess;
}

await answerInThread((order) => {
  const { text, unsaid } = order as Order;
  return readDocument(text, unsaid);
});
