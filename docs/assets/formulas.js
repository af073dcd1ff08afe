// KaTeX sets what Arithmatex marked, \( \) and \[ \], and displays inside raw HTML, which Markdown leaves as they stand.
renderMathInElement(document.body, {
  throwOnError: false,
  delimiters: [
    { left: "$$", right: "$$", display: true },
    { left: "\\[", right: "\\]", display: true },
    { left: "\\(", right: "\\)", display: false },
  ],
});

// A full stop or a comma behind a formula stays on its line.
for (const formula of document.querySelectorAll("span.arithmatex")) {
  const next = formula.nextSibling;
  const last = formula.querySelector(".katex-html")?.lastElementChild;
  const found = last && next?.nodeType === Node.TEXT_NODE && /^[.,;:]/.exec(next.data);
  if (!found) continue;
  next.data = next.data.slice(1);
  last.append(found[0]);
}
