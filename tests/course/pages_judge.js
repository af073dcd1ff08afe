// Looks at the mathematics that a browser has laid out, and leaves what is wrong with it in the page, as JSON.
(() => {
  const faults = [];
  const fault = (what, node) => faults.push(what + ": " + node.textContent.trim().slice(0, 80));
  const box = (node) => node.getBoundingClientRect();
  const scroller = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return up;
    }
    return null;
  };
  document.querySelectorAll("details").forEach((node) => (node.open = true));
  const formulas = [...document.querySelectorAll("math")].filter((node) => !node.closest(".katex"));
  for (const node of formulas) {
    const { width, height, right } = box(node);
    if (width < 1 || height < 4) fault("a formula without a box", node);
    if (/[\\$]/.test(node.textContent)) fault("raw TeX in a formula", node);
    const around = scroller(node);
    const room = around ? box(around).left + around.clientLeft + around.scrollWidth : innerWidth;
    if (right > room + 1) fault("a formula that cannot be scrolled to", node);
  }
  const drawn = (node) => box(node).height > 0;
  for (const node of document.querySelectorAll("mfrac")) {
    const [top, bottom] = [...node.children].map(box);
    if (drawn(node) && !(top.bottom <= bottom.top + 2)) fault("a fraction that is not stacked", node);
  }
  for (const node of document.querySelectorAll("math msup, math msub")) {
    const [base, script] = [...node.children].map(box);
    const up = node.localName === "msup";
    const right = up ? script.top < base.top + 1 || script.bottom < base.bottom - 1 : script.bottom > base.bottom - 1;
    if (drawn(node) && !node.closest(".katex") && !right) fault("a script at the wrong height", node);
  }
  const prose = document.body.cloneNode(true);
  prose.querySelectorAll("math, script, style, .katex, pre, code").forEach((node) => node.remove());
  const raw = prose.textContent.match(/\\[A-Za-z]+|\$[^$\n]{1,60}\$/);
  if (raw) faults.push("raw TeX in the text: " + raw[0]);
  document.querySelectorAll(".katex-error").forEach((node) => fault("KaTeX refuses", node));
  // An unknown command is no error to KaTeX here: it is printed in red.
  const red = (node) => getComputedStyle(node).color === "rgb(204, 0, 0)";
  [...document.querySelectorAll(".katex [style]")].filter(red).forEach((node) => fault("KaTeX does not know", node));
  const whole = document.documentElement.scrollWidth;
  if (whole > innerWidth + 1) faults.push(`the page is ${whole} wide in a window of ${innerWidth}`);
  const report = {
    faults,
    formulas: formulas.map((node) => node.textContent.replace(/[\s\u2061\u2062\u00a0]+/g, "")),
    displays: document.querySelectorAll(".katex-display").length,
    katex: document.querySelectorAll(".katex").length,
    headings: [...document.querySelectorAll("h1, h2")].length,
    admonitions: document.querySelectorAll(".admonition, details").length,
    text: prose.textContent.replace(/\s+/g, " "),
  };
  const place = document.createElement("pre");
  place.id = "report";
  place.textContent = JSON.stringify(report);
  document.body.replaceChildren(place);
})();
