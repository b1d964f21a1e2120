/**
 * Why a page cannot be shown. Each kind has a page of its own in pages/trouble-page.mjs.
 * @typedef {'denied' | 'withdrawn' | 'scope-missing' | 'gateway-down' | 'gatehouse-down' | 'not-registered' | 'credentials-refused'
 *   | 'sign-in-lost' | 'sign-in-refused' | 'not-found' | 'not-allowed' | 'broken'} TroubleKind
 */

/** Something that the visitor has to be told, with a detail for whoever runs the shop. */
export class Trouble extends Error {
  /**
   * @param {TroubleKind} kind
   * @param {string} detail no secrets: it is shown, and logged
   * @param {unknown} [cause]
   */
  constructor(kind, detail, cause) {
    super(detail, { cause });
    this.name = 'Trouble';
    this.kind = kind;
  }
}
