// The worker: holds the engine, so that the page never waits for it. Messages: {id, verb, options, seconds} in,
// {id, reply, ms} out; before that {progress}, and {ready} once.
import { startEngine } from "./engine.mjs";
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = (name) => new URL(name, import.meta.url);
const send = (message) => self.postMessage(message);

// The large files are kept packed, since a plain server does not pack them: Pyodide asks for its own without ".packed".
const PACKED = new Set(["pyodide/pyodide.asm.wasm", "deps.zip", "own.zip"].map((name) => here(name).href));
const plainFetch = self.fetch.bind(self);
let loaded = 0;

function counted(body) {
  return body.pipeThrough(
    new TransformStream({
      transform(chunk, to) {
        loaded += chunk.byteLength;
        to.enqueue(chunk);
      },
    }),
  );
}

async function fetchFile(address) {
  const packed = PACKED.has(address);
  const response = await plainFetch(packed ? `${address}.packed` : address);
  if (!response.ok) throw new Error(`${address} is not there (${response.status})`);
  const body = counted(response.body);
  return packed ? body.pipeThrough(new DecompressionStream("gzip")) : body;
}

self.fetch = async (what, ...more) => {
  const address = new URL(what?.url ?? what, import.meta.url).href;
  if (!PACKED.has(address)) return plainFetch(what, ...more);
  return new Response(await fetchFile(address), { headers: { "Content-Type": "application/wasm" } });
};

async function read(name) {
  const body = await fetchFile(here(name).href);
  return new Uint8Array(await new Response(body).arrayBuffer());
}

const engine = (async () => {
  const clock = setInterval(() => send({ progress: { loaded } }), 200);
  try {
    const options = { indexURL: here("pyodide/").href };
    return await startEngine({ loadPyodide, options, read, tell: (stage) => send({ progress: { loaded, stage } }) });
  } finally {
    clearInterval(clock);
  }
})();
engine.then(
  () => send({ ready: true }),
  (error) => send({ fatal: `the engine did not start: ${error.message}` }),
);

self.onmessage = async ({ data }) => {
  if (!data?.verb) return; // the runtime sends itself empty messages
  const { answer, addFlint } = await engine;
  const start = performance.now();
  try {
    let reply;
    if (data.verb === "flint") {
      addFlint(await read("flint.whl"));
      reply = '{"ok": true}';
    } else {
      reply = answer(JSON.stringify({ verb: data.verb, options: data.options }), data.seconds);
    }
    send({ id: data.id, reply, ms: performance.now() - start });
  } catch (error) {
    if (data.verb === "flint") send({ id: data.id, reply: '{"ok": false}', ms: 0 });
    else send({ fatal: error.message.split("\n").slice(-2).join(" ").slice(0, 300) });
  }
};
