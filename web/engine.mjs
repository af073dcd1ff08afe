// The engine: Python as WebAssembly with symbinfo in it. Used by the worker of the page, and by the tests in node.
//
// Timers: this Python has none, and its interrupts are meant for memory that is shared between threads, which wants
// headers that a plain server does not send. Instead Python is given an object to look at, whose element 0 is computed
// when it is looked at: the number of a signal whose time has come, or 0.

const SIGINT = 2;
//: A limit that was not obeyed, because it struck where Python swallows exceptions, is sent again after so long.
const AGAIN = 1000;

class Timers {
  #ends = new Map();

  set(signal, seconds) {
    if (seconds > 0) this.#ends.set(signal, performance.now() + 1000 * seconds);
    else this.#ends.delete(signal);
  }

  get 0() {
    const now = performance.now();
    for (const [signal, end] of this.#ends) {
      if (now >= end) {
        if (signal === SIGINT) this.#ends.set(signal, now + AGAIN);
        else this.#ends.delete(signal);
        return signal;
      }
    }
    return 0;
  }

  set 0(_) {} // Python clears what it has seen
}

// read(name) gives the bytes of a file of the folder; loadPyodide is that of pyodide.mjs, with its options.
export async function startEngine({ loadPyodide, options, read, tell = () => {} }) {
  const archives = Promise.all([read("deps.zip"), read("own.zip")]);
  const pyodide = await loadPyodide({
    lockFileContents: JSON.stringify({
      info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.7" },
      packages: {},
    }),
    env: { HOME: "/home", PYTHONHASHSEED: "0" },
    ...options,
  });
  tell("packages");
  const [deps, own] = await archives;
  pyodide.FS.writeFile("/lib/deps.zip", deps);
  // symbinfo reads files beside its modules, which do not exist inside an archive.
  pyodide.unpackArchive(own, "zip", { extractDir: "/lib/own" });
  const timers = new Timers();
  pyodide.setInterruptBuffer(timers);
  const begin = pyodide.runPython(`
import gc, sys, warnings
sys.path[:0] = ["/lib/own", "/lib/deps.zip"]
gc.set_threshold(200_000, 20, 100)
warnings.simplefilter("ignore")
from symbinfo.jobs.timers import provide_timers
provide_timers
`);
  begin((signal, seconds) => timers.set(signal, seconds));
  tell("engine");
  const answered = pyodide.pyimport("symbinfo.cli.browser.page_messages").answered;

  // One message in, one out, both text; after so many seconds the answer is that of a limit.
  function answer(message, seconds) {
    timers.set(SIGINT, seconds);
    try {
      return answered(message);
    } catch (error) {
      if (error.type !== "KeyboardInterrupt") throw error;
      return JSON.stringify({ ok: false, limit: true, error: "stopped at the limit of time: ask something smaller" });
    } finally {
      timers.set(SIGINT, 0);
    }
  }

  // Rigorous enclosures: a library of its own, which comes after the first answer.
  function addFlint(wheel) {
    pyodide.unpackArchive(wheel, "wheel");
    pyodide.runPython("import importlib; importlib.invalidate_caches()");
  }

  return { answer, addFlint, pyodide };
}
