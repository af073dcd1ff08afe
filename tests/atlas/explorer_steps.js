// What a visitor does: drives a page of the atlas in a frame of a given width, and leaves what was seen, as JSON.
addEventListener("load", async () => {
  const seen = {};
  const frame = document.querySelector("iframe");
  const page = () => frame.contentDocument;
  const all = (what) => [...page().querySelectorAll(what)];
  const by = (id) => page().getElementById(id);
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const opened = async (address) => {
    const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
    frame.src = address;
    await loaded;
    await wait(100);
  };
  const sticking = () => page().documentElement.scrollWidth - frame.clientWidth;
  const put = async (id, value) => {
    by(id).value = value;
    by(id).dispatchEvent(new frame.contentWindow.Event("input", { bubbles: true }));
    await wait(300); // the matrix follows where nobody types on
  };
  const shown = () => all("[data-measure]:not([hidden]) table a").filter((link) => link.getClientRects().length);
  const on = () => all("[data-measure]:not([hidden]) table a:not(.off)").map((link) => link.getAttribute("aria-label"));
  const press = (key, more = {}) => {
    const event = new frame.contentWindow.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    page().activeElement.dispatchEvent(event);
    return page().activeElement.getAttribute("aria-label");
  };
  try {
    const start = performance.now();
    await opened("index.html");
    seen.ready = performance.now() - start - 100;
    seen.cells = shown().length;
    seen.unnamed = all("a, button, input, select, [role=img]").filter(
      (node) => !(node.getAttribute("aria-label") || node.textContent.trim() || node.labels?.length),
    ).length;
    seen.sticking = [sticking()];
    seen.stops = shown().filter((link) => link.tabIndex === 0).length;

    await put("q", "gamma || exponential");
    seen.pair = on();
    await put("q", "no such law");
    seen.none = [on().length, shown().length];
    await put("q", "");
    await put("status", "infinite");
    seen.infinite = on();
    seen.hits = all("#hits tbody tr").length;
    seen.sticking.push(sticking());
    seen.address = frame.contentWindow.location.hash;
    await put("status", "");
    await put("measure", "entropy");
    seen.entropies = on().length;
    await put("measure", "kl");

    shown()[0].focus();
    seen.walked = ["ArrowRight", "ArrowDown", "End", "ArrowRight", "Home", "ArrowUp", "ArrowUp"].map((key) => press(key));
    seen.told = by("told").textContent;
    await put("q", "uniform");
    shown().find((link) => link.tabIndex === 0).focus();
    seen.narrowed = press("End", { ctrlKey: true });
    await put("q", "");

    const target = shown().find((link) => link.getAttribute("aria-label").startsWith("Gamma ‖ Exponential"));
    target.click();
    await new Promise((done) => frame.addEventListener("load", done, { once: true }));
    seen.title = page().title;
    seen.sticking.push(sticking());
    all("details").forEach((part) => (part.open = true));
    await wait(600);
    seen.sticking.push(sticking());
    seen.code = by("numpy").textContent;
    seen.headings = all("h1, h2").map((head) => head.textContent);
    const flat = (node) => node.textContent.trim().length && node.getBoundingClientRect().height < 4;
    seen.flat = all("math").filter(flat).length;
    seen.mute = all("math[displaystyle]").filter((node) => !node.getAttribute("alttext")).length;
    await opened("about:blank");
    await opened("index.html#cells/kl/gamma--exponential.html");
    seen.back = page().activeElement.getAttribute("aria-label");
  } catch (error) {
    seen.error = `${error} ${error.stack}`;
  }
  const place = document.createElement("pre");
  place.id = "report";
  place.textContent = JSON.stringify(seen);
  document.body.replaceChildren(place);
});
