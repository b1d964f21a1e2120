import { isTraceState, parseTraceParent, writeTraceParent } from './trace-context.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('traceparent (W3C Trace Context §3.2)', () => {
  it('names the trace, the caller and whether that records', () => {
    const text = `00-${TRACE}-${SPAN}-01`;
    const parent = { traceId: TRACE, spanId: SPAN, flags: 1 };
    expect(parseTraceParent(text)).toEqual(parent);
    expect(writeTraceParent(parent)).toBe(text);
  });

  it('may say more in a later version (§3.2.4)', () => {
    expect(parseTraceParent(`cc-${TRACE}-${SPAN}-01-more`)?.traceId).toBe(TRACE);
    expect(parseTraceParent(`cc-${TRACE}-${SPAN}-01`)?.traceId).toBe(TRACE);
  });

  it.each([
    ['nothing', undefined],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['more in version 00', `00-${TRACE}-${SPAN}-01-more`],
    ['no dash before what is more', `cc-${TRACE}-${SPAN}-01.more`],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a caller of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['two headers', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
    ['a space', ` 00-${TRACE}-${SPAN}-01`],
  ])('is dropped with %s (§4.3)', (_, text) => expect(parseTraceParent(text)).toBeUndefined());
});

describe('tracestate (W3C Trace Context §3.3)', () => {
  it.each([
    ['one vendor', 'congo=t61rcWkgMzE'],
    ['several, with spaces and empty members', 'rojo=00f067aa0ba902b7 ,, congo=t61 rcW'],
    ['a tenant', 'fw529a3039@dt=FfAwQwYzA1'],
    ['thirty-two', Array.from({ length: 32 }, (__, index) => `k${index}=v`).join(',')],
  ])('is passed on with %s', (_, text) => expect(isTraceState(text)).toBe(true));

  it.each([
    ['nothing in it', ' , '],
    ['thirty-three', Array.from({ length: 33 }, (__, index) => `k${index}=v`).join(',')],
    ['a key twice', 'a=1,a=2'],
    ['a key in upper case', 'Congo=1'],
    ['no value', 'congo='],
    ['an equals sign in the value', 'congo=a=b'],
    ['a letter that is not ASCII', 'congo=ü'],
    ['a value that is too long', `congo=${'x'.repeat(257)}`],
  ])('is dropped with %s', (_, text) => expect(isTraceState(text)).toBe(false));
});
