// The search box. Its index (search-index.js) and lunr are loaded when you first use it.
(() => {
  const root = document.currentScript.src.replace(/search\.js$/, "");
  const form = document.getElementById("search");
  const box = form.querySelector("input");
  const list = form.querySelector("ol");
  let found; // a promise of lunr's index
  form.hidden = false;

  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = root + name;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const index = () => found ??= Promise.all([load("lunr.min.js"), load("search-index.js")]).then(() => lunr(function () {
    // Names of the API are kept as they are: no stop words, no stems.
    this.field("title", { boost: 8 });
    this.field("page", { boost: 3 });
    this.field("text");
    byteringSections.forEach(([, page, title, text], id) => this.add({ id, page, title, text }));
  }));

  const words = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  /** The text around the first of the words. */
  const excerpt = (text, wanted) => {
    const lower = text.toLowerCase();
    const first = Math.max(0, Math.min(...wanted.map((word) => lower.indexOf(word)).filter((at) => at >= 0), text.length));
    const start = first < 60 || first === text.length ? 0 : text.indexOf(" ", first - 50) + 1;
    const end = text.length > start + 140 ? text.lastIndexOf(" ", start + 140) : text.length;
    return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  };

  const show = async () => {
    const asked = box.value;
    const wanted = words(asked);
    const lunrIndex = await index();
    if (asked !== box.value) return;
    const hits = wanted.length === 0 ? [] : lunrIndex.query((query) => {
      for (const word of wanted) {
        query.term(lunr.tokenizer(word), { boost: 10 });
        query.term(word, { wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
      }
    }).slice(0, 12);
    list.replaceChildren(...hits.map(({ ref }) => {
      const [place, page, title, text] = byteringSections[ref];
      const point = document.createElement("li");
      const link = point.appendChild(document.createElement("a"));
      link.href = root + place;
      link.appendChild(document.createElement("strong")).textContent = title;
      if (page !== title) link.append(" · " + page);
      if (text) link.appendChild(document.createElement("span")).textContent = excerpt(text, wanted);
      return point;
    }));
    if (hits.length === 0 && wanted.length > 0) list.appendChild(document.createElement("li")).textContent = "Nothing found";
    list.hidden = wanted.length === 0;
  };

  box.addEventListener("focus", index, { once: true });
  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    const stops = [box, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && stops[at + step]) {
      stops[at + step].focus();
      event.preventDefault();
    }
    if (event.key === "Escape") {
      list.hidden = true;
      box.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) || event.target.closest("a")) list.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && document.activeElement !== box) {
      box.focus();
      event.preventDefault();
    }
  });
})();
