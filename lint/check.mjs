/**
 * Checks workflows and words; the build calls it where there is node.
 *
 *   node check.mjs [--words fail|count] [--report FILE]
 *
 * A fault in a workflow always ends with exit code 1, and so do words of the pages unless they are only counted. Where
 * its packages are not installed yet and there is no network, it says in one line that it did nothing, which is no fault.
 */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: { words: { type: "string", default: "fail" }, report: { type: "string" } },
});
const wordsFail = options.words === "fail";

/** Ends the run as one that was left out. */
function leaveOut(why) {
  console.log(`lint: workflows and words were not checked: ${why}`);
  process.exit(0);
}

/** Installs what package-lock.json names, if that is not there yet. */
function install() {
  const lock = createHash("sha256").update(readFileSync(join(here, "package-lock.json"))).digest("hex");
  const mark = join(here, "node_modules", ".bytering-lint");
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) return;
  const npm = spawnSync("npm ci --ignore-scripts --prefer-offline --fetch-retries=1", {
    cwd: here,
    shell: true, // on Windows npm is a script
    encoding: "utf8",
    timeout: 120_000,
  });
  if (npm.status !== 0) leaveOut("npm could not install the packages of lint/package-lock.json");
  writeFileSync(mark, lock);
}

if (Number(process.versions.node.split(".")[0]) < 20) leaveOut(`needs node 20 or later, this is ${process.versions.node}`);
install();

const root = dirname(here);
const [{ workflows }, { words }] = await Promise.all([import("./workflows.mjs"), import("./words.mjs")]);
const { files, found: faults } = await workflows(root);
const { pages, sources, found } = await words(root);

console.log(`lint: ${files} workflows, ${faults.length} faults`);
for (const fault of faults) console.log(fault);

if (options.report) {
  mkdirSync(dirname(options.report), { recursive: true });
  writeFileSync(options.report, found.map((line) => `${line}\n`).join(""));
}
const where = options.report && found.length > 0 ? `: ${options.report}` : "";
console.log(`lint: ${pages} pages and the comments of ${sources} sources, ${found.length} phrases to change${where}`);
if (wordsFail) for (const line of found) console.log(line);

process.exit(faults.length > 0 || (wordsFail && found.length > 0) ? 1 : 0);
