/** Takes the prose of documentation comments (Javadoc and KDoc) out of sources, each line at its own place. */

const COMMENT = /\/\*\*[\s\S]*?\*\//g;
/** No prose: code, links to names, tags and their parameters. */
const CODE = [
  /<pre>[\s\S]*?<\/pre>/g,
  /```[\s\S]*?```/g,
  /`[^`\n]*`/g,
  /\{@(?:code|link|linkplain|value|snippet)\s+[^\s}]*/g,
  /\{@code [^}]*\}/g,
  /\[[^\]\n]*\](?:\([^)]*\))?/g,
  /@(?:param|throws|see|sample|property)\s+\S+/g,
  /@see .*/g,
  /<\/?[a-z][^>]*>/g,
];

/** Spaces of the same length, so that what is left stays where it was. */
const blank = (text) => text.replace(/[^\n]/g, " ");

/** The source with everything blanked that is not prose of its documentation comments. */
export function proseOf(source) {
  let end = 0;
  let prose = "";
  for (const match of source.matchAll(COMMENT)) {
    let text = match[0].replace(/^\/\*\*|\*\/$/g, blank).replace(/^[ \t]*\*/gm, blank);
    for (const code of CODE) text = text.replace(code, blank);
    prose += blank(source.slice(end, match.index)) + text;
    end = match.index + match[0].length;
  }
  return prose + blank(source.slice(end));
}
