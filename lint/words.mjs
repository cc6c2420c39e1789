/** Holds the prose of pages against the style: not their code, links or HTML. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { TextlintKernel } from "@textlint/kernel";
import * as markdown from "@textlint/textlint-plugin-markdown";
import { STYLE, findings } from "./style.mjs";

/** Made by the build, by others, or no pages. */
const LEFT_OUT = new Set(["target", "node_modules", "report", "src"]);

function pagesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : pagesBelow(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** The README and what lies beside it, the pages of `docs`, and what contributors see. */
function pages(root) {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => join(root, entry.name));
  const folders = ["docs", ".github", "lint"].map((name) => join(root, name)).filter((it) => existsSync(it));
  return [...top, ...folders.flatMap(pagesBelow)].sort();
}

/** Textlint's rule: text, and the words that stand for a picture. */
function plainWords(context) {
  const { Syntax, RuleError, report, getSource, locator } = context;
  const look = (node, text) => {
    for (const { index, found, write } of findings(text)) {
      const padding = node.type === Syntax.Str ? locator.range([index, index + found.length]) : locator.at(0);
      report(node, new RuleError(`"${found}": ${write}`, { padding }));
    }
  };
  return {
    [Syntax.Str]: (node) => look(node, getSource(node)),
    [Syntax.Image]: (node) => look(node, node.alt ?? ""),
  };
}

const OPTIONS = {
  ext: ".md",
  plugins: [{ pluginId: "markdown", plugin: markdown.default?.default ?? markdown.default ?? markdown }],
  rules: [{ ruleId: "plain-words", rule: plainWords, options: true }],
};

/** What the style must find or leave alone, whatever else changes. */
async function checkItself(kernel) {
  const broken = STYLE.filter(({ example, write }) => !findings(example).some((it) => it.write === write));
  if (broken.length > 0) throw new Error(`no longer found: ${broken.map((it) => it.example).join("; ")}`);
  const lines = async (text) => (await kernel.lintText(text, OPTIONS)).messages.map((it) => it.line);
  const found = await lines("| a |\n|---|\n| its\ncolour |\n\n- The **behaviour** of\n  it, for\n  ever.\n\n![Licence](x.svg)\n");
  if (found.join() !== "4,6,7,10") throw new Error(`found in lines ${found}, not in 4, 6, 7 and 10`);
  const left = await lines("`colour` and [a](licence.md)\n\n```\nthe behaviour\n```\n\n<!-- whoever -->\n");
  if (left.length > 0) throw new Error(`found in code, links or HTML, in lines ${left}`);
}

/** One line for each finding. */
export async function words(root) {
  const kernel = new TextlintKernel();
  await checkItself(kernel);
  const all = pages(root);
  const found = [];
  for (const page of all) {
    const name = relative(root, page).split(sep).join("/");
    const { messages } = await kernel.lintText(readFileSync(page, "utf8"), { ...OPTIONS, filePath: page });
    found.push(...messages.map((it) => `${name}:${it.line}:${it.column}: ${it.message}`));
  }
  return { pages: all.length, found };
}
