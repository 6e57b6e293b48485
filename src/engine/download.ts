import { TextError } from "../i18n/text.ts";
import { messages } from "./messages.ts";
import type { EngineAssets } from "./state.ts";

const stallSeconds = 60;

/**
 * Downloads the engine's module, and unpacks and compiles it as it comes. A host may have unpacked it on the
 * way already, which its first bytes show. `onBytes` hears how much came, of how much. @throws TextError
 */
export async function downloadModule(
  { module: url, packed, unpacked }: EngineAssets,
  onBytes: (received: number, total: number) => void,
): Promise<WebAssembly.Module> {
  const giveUp = new AbortController();
  let stalled = false;
  const watch = () =>
    setTimeout(() => {
      stalled = true;
      giveUp.abort();
    }, stallSeconds * 1000);
  let timer = watch();
  try {
    // eslint-disable-next-line no-restricted-globals -- the engine loads its own file
    const response = await fetch(url, { signal: giveUp.signal });
    if (!response.ok || !response.body) throw new TextError(messages.refused(url, response.status));
    const reader = response.body.getReader();
    let received = 0;
    let total = packed;
    const next = async () => {
      const { value } = await reader.read();
      clearTimeout(timer);
      if (!value) return null;
      timer = watch();
      if (received === 0) total = isPacked(value) ? packed : unpacked;
      received += value.length;
      onBytes(Math.min(received, total), total);
      return value;
    };
    const first = await next();
    if (!first) throw new TextError(messages.damaged(url));
    const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (stream) => stream.enqueue(first),
      pull: async (stream) => {
        const chunk = await next();
        if (chunk) stream.enqueue(chunk);
        else stream.close();
      },
    });
    let size = 0;
    const whole = (isPacked(first) ? bytes.pipeThrough(new DecompressionStream("gzip")) : bytes).pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, stream) => {
          size += chunk.length;
          stream.enqueue(chunk);
        },
      }),
    );
    const unpacking = new Response(whole, { headers: { "Content-Type": "application/wasm" } });
    const module = await WebAssembly.compileStreaming(unpacking);
    if (size !== unpacked) throw new TextError(messages.damaged(url));
    return module;
  } catch (error) {
    if (error instanceof TextError) throw error;
    if (error instanceof WebAssembly.CompileError)
      throw new TextError(messages.damaged(url), { cause: error });
    if (stalled) throw new TextError(messages.stalled(stallSeconds), { cause: error });
    throw new TextError(messages.unreachable(url), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
