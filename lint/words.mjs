/** Holds the prose of pages and of documentation comments against the style: not their code, links or HTML. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { TextlintKernel } from "@textlint/kernel";
import * as markdown from "@textlint/textlint-plugin-markdown";
import { proseOf } from "./comments.mjs";
import { STYLE, findings } from "./style.mjs";

/** Made by the build, by others, or no pages. */
const LEFT_OUT = new Set(["target", "node_modules", "report", "src"]);

function filesBelow(folder, pattern, leftOut = LEFT_OUT) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : filesBelow(path, pattern, leftOut);
    return pattern.test(entry.name) ? [path] : [];
  });
}

/** The README and what lies beside it, the pages of `docs`, and what contributors see. */
function pages(root) {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => join(root, entry.name));
  const folders = ["docs", ".github", "lint"].map((name) => join(root, name)).filter((it) => existsSync(it));
  return [...top, ...folders.flatMap((it) => filesBelow(it, /\.md$/))].sort();
}

/** The main sources of every module that is published: those whose public API is kept in a file. */
function sources(root) {
  const isPublished = (folder) => existsSync(join(folder, "api")) && existsSync(join(folder, "src"));
  const below = (folder) =>
    readdirSync(folder, { withFileTypes: true }).filter((it) => it.isDirectory()).map((it) => join(folder, it.name));
  const integrations = join(root, "integrations");
  const modules = [...below(root), ...(existsSync(integrations) ? below(integrations) : [])].filter(isPublished);
  const notMain = new Set(["test", "it", "target"]);
  return modules.flatMap((it) => filesBelow(join(it, "src"), /\.(?:java|kt)$/, notMain)).sort();
}

/** One line for each finding in the documentation comments of a source. */
function inComments(name, source) {
  const prose = proseOf(source);
  return findings(prose.replace(/\n/g, " ")).map(({ index, found, write }) => {
    const before = prose.slice(0, index).split("\n");
    return `${name}:${before.length}:${before.at(-1).length + 1}: "${found}": ${write}`;
  });
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
  const source = "/** The `colour`, {@code grey} and\n * [whoever] of it, for\n * ever. */\nString grey = \"\"; // grey\n";
  const inSource = inComments("A.java", source);
  if (inSource.length !== 1 || !inSource[0].startsWith("A.java:2:21: ")) throw new Error(`found in comments: ${inSource}`);
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
  const code = sources(root);
  for (const file of code) found.push(...inComments(relative(root, file).split(sep).join("/"), readFileSync(file, "utf8")));
  return { pages: all.length, sources: code.length, found };
}
